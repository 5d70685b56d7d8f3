"""All addresses, by audience."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("countermark_portal.surfaces.public.urls")),
    path("", include("countermark_portal.surfaces.demo.urls")),
    path("", include("countermark_portal.surfaces.registry.urls")),
    path("", include("countermark_portal.surfaces.policies.urls")),
    path("brand/", include("countermark_portal.surfaces.brand.urls")),
    path("review/", include("countermark_portal.surfaces.review.urls")),
    path("seller/", include("countermark_portal.surfaces.seller.urls")),
    path("", include("countermark_portal.surfaces.api.urls")),
    path("accounts/", include("allauth.urls")),
    path("shop/", include("countermark_portal.connectors.demo_shop.urls")),
]
