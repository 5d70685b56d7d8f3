"""Addresses of the pages of rights holders."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.brand import views

app_name = "brand"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("notify/", views.notify, name="notify"),
    path("notice/<str:reference>/", views.notice, name="notice"),
    path("notice/<str:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("case/<str:reference>/reply/", views.reply, name="reply"),
    path("case/<str:reference>/appeal/", views.appeal, name="appeal"),
]
