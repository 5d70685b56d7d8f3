"""Addresses of the demo's own pages. Without the demo they do not exist."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/sign-in/", views.sign_in, name="sign_in"),
    path("play/", views.play, name="play"),
    path("demo/report/", views.report, name="report"),
]
