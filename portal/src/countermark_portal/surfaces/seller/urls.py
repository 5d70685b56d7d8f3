"""Addresses of the seller's side: all of them under the signed link of a letter."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.seller import views

app_name = "seller"
urlpatterns = [
    path("<str:token>/", views.case, name="case"),
    path("<str:token>/answer/", views.answer, name="answer"),
    path("<str:token>/corrected/", views.corrected, name="corrected"),
    path("<str:token>/appeal/", views.appeal, name="appeal"),
    path("<str:token>/pressed/", views.pressed, name="pressed"),
    path("<str:token>/write/", views.write, name="write"),
    path("<str:token>/proof/", views.proof, name="proof"),
    path("<str:token>/photo/<str:sha256>/", views.photo, name="photo"),
]
