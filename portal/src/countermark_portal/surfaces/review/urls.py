"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.review import views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("case/<str:reference>/", views.case, name="case"),
    path("case/<str:reference>/claim/", views.claim, name="claim"),
    path("case/<str:reference>/decide/", views.decide, name="decide"),
    path("case/<str:reference>/approve/", views.approve, name="approve"),
    path("case/<str:reference>/hear/<uuid:appeal>/", views.hear, name="hear"),
    path("case/<str:reference>/write/", views.write, name="write"),
    path("case/<str:reference>/note/", views.note, name="note"),
    path("case/<str:reference>/media/<str:sha256>/", views.media, name="media"),
    path("case/<str:reference>/file/<str:sha256>/", views.file, name="file"),
]
