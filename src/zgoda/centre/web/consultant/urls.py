"""Pages of consultants; moderators use them too (P-02, P-04, P-12)."""

from django.urls import path

from zgoda.centre.web.consultant import acting, case, claims, on_behalf, proposal, queue
from zgoda.centre.web.staff import claim_writing, writing

urlpatterns = [
    path("queue", queue.queue, name="queue"),
    path("cases/<uuid:case_id>", case.case, name="staff_case"),
    path("cases/<uuid:case_id>/write", writing.write(case.PAGE), name="staff_write"),
    path("cases/<uuid:case_id>/comment", writing.comment(case.PAGE), name="staff_comment"),
    path("cases/<uuid:case_id>/propose", proposal.propose, name="staff_propose"),
    path("cases/<uuid:case_id>/<slug:name>", acting.act, name="staff_act"),
    path("staff-claims", claims.claims, name="staff_claims"),
    path("staff-claims/<uuid:claim_id>", claims.claim, name="staff_claim"),
    path("staff-claims/<uuid:claim_id>/write", claim_writing.write(claims.PAGE), name="staff_claim_write"),
    path("open-for-buyer", on_behalf.find, name="open_for_buyer"),
    path("open-for-buyer/<uuid:line_id>", on_behalf.open_for_buyer, name="open_for_buyer_form"),
]
