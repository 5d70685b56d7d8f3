"""Addresses of the pages of policies."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.policies import views

app_name = "policies"
urlpatterns = [
    path("review/policies/", views.overview, name="overview"),
    path("review/policies/propose/", views.propose, name="propose"),
    path("review/policies/<str:number>/", views.version, name="version"),
    path("review/policies/<str:number>/text/", views.text, name="text"),
    path("review/policies/<str:number>/activate/", views.activate, name="activate"),
]
