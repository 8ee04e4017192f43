"""Addresses of the buyer's claims."""

from django.urls import path

from zgoda.centre.web.buyer import claim_acts, claim_filing, claims

urlpatterns = [
    path("purchases/<uuid:line_id>/claim", claim_filing.file_claim, name="file_claim"),
    path("claims", claims.claims, name="claims"),
    path("claims/<uuid:claim_id>", claims.show, name="claim"),
    path("claims/<uuid:claim_id>/live", claims.live, name="claim_live"),
    path("claims/<uuid:claim_id>/messages", claims.write, name="claim_write"),
    path("claims/<uuid:claim_id>/<slug:name>", claim_acts.act, name="claim_act"),
]
