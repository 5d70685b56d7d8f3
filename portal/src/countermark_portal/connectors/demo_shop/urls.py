"""Addresses of the shop front."""

from __future__ import annotations

from django.urls import path

from countermark_portal.connectors.demo_shop import views

app_name = "demo_shop"
urlpatterns = [
    path("", views.front, name="front"),
    path("item/<str:listing_id>/", views.item, name="item"),
    path("seller/<str:seller_id>/", views.seller, name="seller"),
    path("media/<str:name>", views.media, name="media"),
]
