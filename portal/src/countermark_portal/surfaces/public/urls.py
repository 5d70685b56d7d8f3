"""Addresses of the pages for everyone."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.public import views

app_name = "public"
urlpatterns = [
    path("", views.start, name="start"),
    path("notify/", views.notify, name="notify"),
    path("notify/received/<str:token>/", views.received, name="received"),
    path("notice/<str:token>/", views.notice, name="notice"),
    path("notice/<str:token>/proof/", views.proof, name="proof"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/heads/<str:day>.json", views.head, name="head"),
    path("notice/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("notice/<str:token>/appeal/<str:reference>/", views.appeal, name="appeal"),
]
