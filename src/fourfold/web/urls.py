"""Every route of the application; `policy` says who may use each."""

from __future__ import annotations

from django.urls import include, path

from fourfold.web.pages import growth, home

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
    path("growth/", growth.page, name="growth"),
    path("growth/<slug:table>.<slug:form>", growth.table, name="growth_table"),
    path("sign/", include("allauth.urls")),
]

handler400 = "fourfold.web.faults.bad_request"
handler403 = "fourfold.web.faults.forbidden"
handler404 = "fourfold.web.faults.missing"
handler500 = "fourfold.web.faults.broken"
