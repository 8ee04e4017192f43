"""Pages of the Warehouse Customer Service."""

from django.urls import path

from zgoda.centre.web.staff import claim_writing, writing
from zgoda.centre.web.warehouse import acting, case, claims, documents, incident_new, incidents, queue, team, texts

urlpatterns = [
    path("warehouse", queue.queue, name="warehouse"),
    path("warehouse/team", team.figures, name="warehouse_team"),
    path("warehouse/team.csv", team.file, name="warehouse_team_file"),
    path("warehouse/claims", claims.claims, name="warehouse_claims"),
    path("warehouse/claims/<uuid:claim_id>", claims.claim, name="warehouse_claim"),
    path("warehouse/claims/<uuid:claim_id>/write", claim_writing.write(claims.PAGE), name="warehouse_claim_write"),
    path("warehouse/claims/<uuid:claim_id>/return", claims.decide_return, name="warehouse_claim_return"),
    path("warehouse/texts", texts.texts, name="warehouse_texts"),
    path("warehouse/incidents", incidents.incidents, name="warehouse_incidents"),
    path("warehouse/incidents/new", incident_new.new, name="warehouse_incident_new"),
    path("warehouse/incidents/choices", incident_new.choose, name="warehouse_incident_choices"),
    path("warehouse/incidents/new/<uuid:choice_id>", incident_new.chosen, name="warehouse_incident_chosen"),
    path("warehouse/incidents/<uuid:incident_id>", incidents.incident, name="warehouse_incident"),
    path("warehouse/incidents/<uuid:incident_id>/progress", incidents.progress, name="warehouse_incident_progress"),
    *(
        path(
            f"warehouse/incidents/<uuid:incident_id>/{what}",
            incidents.decide(verdict),
            name=f"warehouse_incident_{what}",
        )
        for what, verdict in incidents.VERDICTS.items()
    ),
    path("warehouse/cases/<uuid:case_id>", case.case, name="warehouse_case"),
    path("warehouse/cases/<uuid:case_id>/write", writing.write(case.PAGE), name="warehouse_case_write"),
    path("warehouse/cases/<uuid:case_id>/comment", writing.comment(case.PAGE), name="warehouse_case_comment"),
    path("warehouse/cases/<uuid:case_id>/forward", acting.forward, name="warehouse_case_forward"),
    path("warehouse/cases/<uuid:case_id>/end", acting.end, name="warehouse_case_end"),
    path("warehouse/cases/<uuid:case_id>/parcel", acting.parcel, name="warehouse_case_parcel"),
    path("warehouse/cases/<uuid:case_id>/handover", acting.hand_over, name="warehouse_case_handover"),
    path("warehouse/cases/<uuid:case_id>/document", documents.document, name="warehouse_case_document"),
    path("warehouse/cases/<uuid:case_id>/refund", acting.refund, name="warehouse_case_refund"),
]
