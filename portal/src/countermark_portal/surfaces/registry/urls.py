"""Addresses of the registry's pages: for holders under /brand/rights/, for the desk under /review/mandates/."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.registry import brands, desk, views

app_name = "registry"
urlpatterns = [
    path("brand/rights/", views.rights, name="rights"),
    path("brand/rights/import/", views.take_in, name="import"),
    path("brand/rights/brands/", views.add_brand, name="add-brand"),
    path("brand/rights/act-for/", views.act_for, name="act-for"),
    path("brand/rights/brands/<slug:slug>/", brands.brand, name="brand"),
    path("brand/rights/brands/<slug:slug>/sellers/", brands.authorise, name="authorise"),
    path("brand/rights/brands/<slug:slug>/sellers/<int:consent>/end/", brands.end, name="end-seller"),
    path("brand/rights/brands/<slug:slug>/say/", brands.say, name="say"),
    path("brand/rights/brands/<slug:slug>/file/", brands.say_by_file, name="say-by-file"),
    path("brand/rights/brands/<slug:slug>/compile/", brands.compile_now, name="compile"),
    path("brand/rights/<uuid:number>/", views.right, name="right"),
    path("brand/rights/<uuid:number>/picture/", views.picture, name="picture"),
    path("brand/rights/<uuid:number>/code/", views.ask_code, name="ask-code"),
    path("brand/rights/<uuid:number>/code/<uuid:proof>/", views.enter_code, name="enter-code"),
    path("brand/rights/<uuid:number>/domain/", views.ask_domain, name="ask-domain"),
    path("brand/rights/<uuid:number>/domain/<uuid:proof>/", views.check_domain, name="check-domain"),
    path("brand/rights/<uuid:number>/mandate/", views.mandate, name="mandate"),
    path("review/mandates/", desk.mandates, name="mandates"),
    path("review/mandates/check/<uuid:proof>/", desk.check, name="check"),
    path("review/mandates/compare/<uuid:record>/", desk.compare, name="compare"),
    path("review/mandates/document/<uuid:proof>/", desk.document, name="document"),
]
