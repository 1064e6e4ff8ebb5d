"""All tables of the first release."""

from alembic import op
import sqlalchemy as sa

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_event_provider_id"), ["provider_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_event_target"), ["target"], unique=False)

    op.create_table(
        "loose_file",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_loose_file")),
    )
    with op.batch_alter_table("loose_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loose_file_due_at"), ["due_at"], unique=False)

    op.create_table(
        "education_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_oid", sa.String(), nullable=True),
        sa.Column("backend_kind", sa.String(), nullable=False),
        sa.Column("backend_config", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_provider")),
        sa.UniqueConstraint("name", name=op.f("uq_education_provider_name")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_outbox_message_idempotency_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["state", "next_try_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_message_provider_id"), ["provider_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_message_ref"), ["ref"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "qualification_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("eperusteet_id", sa.Integer(), nullable=True),
        sa.Column("register_number", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("transition_until", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_hash", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_edition")),
        sa.UniqueConstraint("source_hash", name=op.f("uq_qualification_edition_source_hash")),
    )
    with op.batch_alter_table("qualification_edition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qualification_edition_eperusteet_id"), ["eperusteet_id"], unique=False
        )

    op.create_table(
        "tool_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("private_pem", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_tool_key_kid")),
    )
    op.create_table(
        "learner_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("learner_number", sa.String(), nullable=False),
        sa.Column("study_right_oid", sa.String(), nullable=False),
        sa.Column("plan_ref", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_learner_plan_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_learner_plan_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_plan")),
        sa.UniqueConstraint(
            "learner_id", "provider_id", name=op.f("uq_learner_plan_learner_id_provider_id")
        ),
    )
    op.create_table(
        "learning_environment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["education_provider.id"],
            name=op.f("fk_learning_environment_provider_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_environment")),
    )
    with op.batch_alter_table("learning_environment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_environment_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_phrase_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "platform_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("auth_login_url", sa.String(), nullable=False),
        sa.Column("auth_token_url", sa.String(), nullable=False),
        sa.Column("key_set_url", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("last_launch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error_code", sa.String(), nullable=True),
        sa.Column("last_error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("block_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("block_release", sa.String(), server_default="", nullable=False),
        sa.Column("api_key_hash", sa.String(), nullable=True),
        sa.Column("api_key_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["education_provider.id"],
            name=op.f("fk_platform_registration_provider_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_registration")),
        sa.UniqueConstraint("api_key_hash", name=op.f("uq_platform_registration_api_key_hash")),
        sa.UniqueConstraint(
            "issuer", "client_id", name=op.f("uq_platform_registration_issuer_client_id")
        ),
    )
    op.create_table(
        "qualification_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("eperusteet_unit_id", sa.Integer(), nullable=True),
        sa.Column("code_uri", sa.String(), nullable=False),
        sa.Column("code_version", sa.Integer(), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("points", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("demonstration_text", sa.JSON(), nullable=False),
        sa.Column("assessment", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["qualification_edition.id"],
            name=op.f("fk_qualification_unit_edition_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_unit")),
    )
    with op.batch_alter_table("qualification_unit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qualification_unit_code_uri"), ["code_uri"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_qualification_unit_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "registration_invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["education_provider.id"],
            name=op.f("fk_registration_invite_provider_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_invite")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registration_invite_token_hash")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_role_grant_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "person_id",
            "provider_id",
            "role",
            name=op.f("uq_role_grant_person_id_provider_id_role"),
        ),
    )
    op.create_table(
        "context",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("context_ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("roster_url", sa.String(), nullable=True),
        sa.Column("line_items_url", sa.String(), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("roster_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from", sa.JSON(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("copy_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["context.id"], name=op.f("fk_context_continues_id")
        ),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_context_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context")),
        sa.UniqueConstraint(
            "registration_id", "context_ref", name=op.f("uq_context_registration_id_context_ref")
        ),
    )
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_deployment_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint(
            "registration_id",
            "deployment_id",
            name=op.f("uq_deployment_registration_id_deployment_id"),
        ),
    )
    op.create_table(
        "login_flow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("target_link_uri", sa.String(), nullable=False),
        sa.Column("cookie_hash", sa.String(), nullable=False),
        sa.Column("user_agent_hash", sa.String(), nullable=False),
        sa.Column("storage_target", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_login_flow_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_flow")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_login_flow_state_hash")),
    )
    with op.batch_alter_table("login_flow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_flow_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "platform_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_platform_account_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_platform_account_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_account")),
        sa.UniqueConstraint(
            "registration_id", "subject", name=op.f("uq_platform_account_registration_id_subject")
        ),
    )
    with op.batch_alter_table("platform_account", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_platform_account_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "platform_key_set",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("jwks", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_platform_key_set_registration_id"),
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_platform_key_set")),
    )
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("requirement_key", sa.String(), nullable=False),
        sa.Column("heading", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("code_uri", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["qualification_unit.id"], name=op.f("fk_requirement_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("unit_id", "position", name=op.f("uq_requirement_unit_id_position")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_requirement_requirement_key"), ["requirement_key"], unique=False
        )

    op.create_table(
        "service_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_service_token_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_token")),
        sa.UniqueConstraint(
            "registration_id", "scopes", name=op.f("uq_service_token_registration_id_scopes")
        ),
    )
    op.create_table(
        "task_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("environment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement_keys", sa.JSON(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["environment_id"],
            ["learning_environment.id"],
            name=op.f("fk_task_card_environment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_card")),
    )
    with op.batch_alter_table("task_card", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_card_environment_id"), ["environment_id"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standings", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_membership_context_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "context_id", "person_id", name=op.f("uq_membership_context_id_person_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "resource_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("link_ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("line_item_url", sa.String(), nullable=True),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_resource_link_context_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_link")),
        sa.UniqueConstraint(
            "context_id", "link_ref", name=op.f("uq_resource_link_context_id_link_ref")
        ),
    )
    op.create_table(
        "work_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_key", sa.String(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=True),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("environment_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("agreed_weekdays", sa.String(), server_default="12345", nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("part_time_percent", sa.Integer(), nullable=True),
        sa.Column("workplace_name", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("core_tasks", sa.JSON(), nullable=False),
        sa.Column("instructor_name", sa.String(), nullable=False),
        sa.Column("instructor_email", sa.String(), nullable=False),
        sa.Column("instructor_phone", sa.String(), nullable=False),
        sa.Column("apprenticeship_basis", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_work_period_dates_in_order")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_work_period_coach_id")),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_work_period_context_id")
        ),
        sa.ForeignKeyConstraint(
            ["environment_id"],
            ["learning_environment.id"],
            name=op.f("fk_work_period_environment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_work_period_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_work_period_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["person.id"], name=op.f("fk_work_period_teacher_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["qualification_unit.id"], name=op.f("fk_work_period_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_period")),
        sa.UniqueConstraint("id", "coach_id", name=op.f("uq_work_period_id_coach_id")),
        sa.UniqueConstraint("period_key", name=op.f("uq_work_period_period_key")),
    )
    with op.batch_alter_table("work_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_period_coach_id"), ["coach_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_work_period_environment_id"), ["environment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_period_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_work_period_provider_id"), ["provider_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_period_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "coach_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_coach_note_coach_id")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["work_period.id"], name=op.f("fk_coach_note_period_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_note")),
        sa.UniqueConstraint("period_id", "coach_id", name=op.f("uq_coach_note_period_id_coach_id")),
    )
    with op.batch_alter_table("coach_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_note_coach_id"), ["coach_id"], unique=False)

    op.create_table(
        "mid_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("goes_well", sa.String(), nullable=False),
        sa.Column("to_practise", sa.String(), nullable=False),
        sa.Column("agreed", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coach_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("learner_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_mid_talk_coach_id")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["work_period.id"], name=op.f("fk_mid_talk_period_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mid_talk")),
    )
    with op.batch_alter_table("mid_talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mid_talk_period_id"), ["period_id"], unique=False)

    op.create_table(
        "permit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_permit_learner_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_permit_noted_by_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_permit_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
    )
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permit_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "demonstration_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("work_situations", sa.JSON(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("place_description", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_demonstration_paper_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["work_period.id"], name=op.f("fk_demonstration_paper_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["ready_by_id"], ["person.id"], name=op.f("fk_demonstration_paper_ready_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["person.id"], name=op.f("fk_demonstration_paper_received_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["qualification_unit.id"], name=op.f("fk_demonstration_paper_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demonstration_paper")),
        sa.UniqueConstraint(
            "period_id", "unit_id", name=op.f("uq_demonstration_paper_period_id_unit_id")
        ),
    )
    with op.batch_alter_table("demonstration_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demonstration_paper_learner_id"), ["learner_id"], unique=False
        )

    op.create_table(
        "diary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("independence", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="work", nullable=False),
        sa.Column("absence_reason", sa.String(), nullable=True),
        sa.Column("mood", sa.String(), nullable=True),
        sa.Column("learnt", sa.String(), server_default="", nullable=False),
        sa.Column("wants_help", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_papers_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "hours IS NULL OR (hours >= 0 AND hours <= 24)",
            name=op.f("ck_diary_entry_hours_of_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_diary_entry_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_diary_entry_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["period_id", "coach_id"],
            ["work_period.id", "work_period.coach_id"],
            name=op.f("fk_diary_entry_period_id_coach_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_diary_entry_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
        sa.UniqueConstraint(
            "learner_id", "client_key", name=op.f("uq_diary_entry_learner_id_client_key")
        ),
    )
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_diary_entry_learner_day", ["learner_id", "day", "id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_diary_entry_period_day",
            ["period_id", "coach_id", "day", "id", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_diary_entry_queue",
            ["coach_id", "state", "submitted_at", "wants_help", "answered_at", "replied_at"],
            unique=False,
        )
        batch_op.create_index("ix_diary_entry_replied", ["coach_id", "replied_at"], unique=False)
        batch_op.create_index("ix_diary_entry_sent", ["coach_id", "submitted_at"], unique=False)

    op.create_table(
        "weekly_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_weekly_goal_learner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_goal")),
        sa.UniqueConstraint("learner_id", "monday", name=op.f("uq_weekly_goal_learner_id_monday")),
    )

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("independence", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["task_card.id"], name=op.f("fk_observation_card_id")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_observation_coach_id")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_observation_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["work_period.id"], name=op.f("fk_observation_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_observation_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "period_id",
            "requirement_id",
            "day",
            name=op.f("uq_observation_period_id_requirement_id_day"),
        ),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "page_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_hash", sa.String(), nullable=False),
        sa.Column("cookie_hash", sa.String(), nullable=False),
        sa.Column("bound", sa.Boolean(), nullable=True),
        sa.Column("user_agent_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=True),
        sa.Column("resource_link_id", sa.Integer(), nullable=True),
        sa.Column("standings", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("launch", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_page_session_context_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_page_session_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_page_session_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_link_id"],
            ["resource_link.id"],
            name=op.f("fk_page_session_resource_link_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_session")),
        sa.UniqueConstraint("sid_hash", name=op.f("uq_page_session_sid_hash")),
    )
    with op.batch_alter_table("page_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_page_session_cookie_hash"), ["cookie_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_page_session_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_page_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "gradebook_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_gradebook_column_context_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gradebook_column")),
        sa.UniqueConstraint(
            "context_id", "about", name=op.f("uq_gradebook_column_context_id_about")
        ),
    )
    op.create_table(
        "gradebook_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("column_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.Double(), nullable=False),
        sa.Column("maximum", sa.Double(), nullable=False),
        sa.Column("sent_given", sa.Double(), nullable=True),
        sa.Column("sent_maximum", sa.Double(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.Column("platform_given", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["column_id"], ["gradebook_column.id"], name=op.f("fk_gradebook_score_column_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_gradebook_score_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gradebook_score")),
        sa.UniqueConstraint(
            "column_id", "person_id", name=op.f("uq_gradebook_score_column_id_person_id")
        ),
    )
    with op.batch_alter_table("gradebook_score", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gradebook_score_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["demonstration_paper.id"], name=op.f("fk_assessment_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_assessment_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_assessment_paper_id")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("thumbnail", sa.String(), nullable=False),
        sa.Column("source_hash", sa.String(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_attachment_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "entry_id", "source_hash", name=op.f("uq_attachment_entry_id_source_hash")
        ),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "entry_card",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["task_card.id"], name=op.f("fk_entry_card_card_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_entry_card_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "card_id", name=op.f("pk_entry_card")),
    )
    with op.batch_alter_table("entry_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_card_card_id"), ["card_id"], unique=False)

    op.create_table(
        "entry_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("blob", sa.String(), server_default="", nullable=False),
        sa.Column("media_type", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_entry_message_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_entry_message_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_message")),
    )
    with op.batch_alter_table("entry_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_message_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "entry_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_entry_requirement_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_entry_requirement_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_requirement")),
        sa.UniqueConstraint(
            "entry_id", "requirement_id", name=op.f("uq_entry_requirement_entry_id_requirement_id")
        ),
    )
    with op.batch_alter_table("entry_requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_requirement_requirement_id"), ["requirement_id"], unique=False
        )

    op.create_table(
        "entry_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_entry_version_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_version")),
    )
    with op.batch_alter_table("entry_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_version_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "hoks_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("seen_lines", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_hoks_proposal_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_hoks_proposal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["demonstration_paper.id"], name=op.f("fk_hoks_proposal_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["work_period.id"], name=op.f("fk_hoks_proposal_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["learner_plan.id"], name=op.f("fk_hoks_proposal_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["education_provider.id"], name=op.f("fk_hoks_proposal_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hoks_proposal")),
    )
    with op.batch_alter_table("hoks_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hoks_proposal_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hoks_proposal_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_hoks_proposal_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "paper_assessor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("organisation_ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["demonstration_paper.id"], name=op.f("fk_paper_assessor_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_assessor")),
    )
    with op.batch_alter_table("paper_assessor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_assessor_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "session_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_hash", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["page_session.id"], name=op.f("fk_session_ticket_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_ticket")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_session_ticket_ticket_hash")),
    )
    with op.batch_alter_table("session_ticket", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_ticket_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_ticket_session_id"), ["session_id"], unique=False
        )
    _moodle_and_notices()


def downgrade() -> None:
    """Back."""
    _without_moodle_and_notices()
    with op.batch_alter_table("session_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_ticket_session_id"))
        batch_op.drop_index(batch_op.f("ix_session_ticket_expires_at"))

    op.drop_table("session_ticket")
    with op.batch_alter_table("paper_assessor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_assessor_paper_id"))

    op.drop_table("paper_assessor")
    with op.batch_alter_table("hoks_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hoks_proposal_provider_id"))
        batch_op.drop_index(batch_op.f("ix_hoks_proposal_plan_id"))
        batch_op.drop_index(batch_op.f("ix_hoks_proposal_period_id"))

    op.drop_table("hoks_proposal")
    with op.batch_alter_table("entry_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_version_entry_id"))

    op.drop_table("entry_version")
    with op.batch_alter_table("entry_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_requirement_requirement_id"))

    op.drop_table("entry_requirement")
    with op.batch_alter_table("entry_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_message_entry_id"))

    op.drop_table("entry_message")
    with op.batch_alter_table("entry_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_card_card_id"))

    op.drop_table("entry_card")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_entry_id"))

    op.drop_table("attachment")
    op.drop_table("assessment")
    with op.batch_alter_table("gradebook_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gradebook_score_person_id"))

    op.drop_table("gradebook_score")
    op.drop_table("gradebook_column")
    with op.batch_alter_table("page_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_page_session_expires_at"))
        batch_op.drop_index(batch_op.f("ix_page_session_cookie_hash"))

    op.drop_table("page_session")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_learner_id"))

    op.drop_table("observation")
    op.drop_table("weekly_goal")
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_diary_entry_sent")
        batch_op.drop_index("ix_diary_entry_replied")
        batch_op.drop_index("ix_diary_entry_period_day")
        batch_op.drop_index("ix_diary_entry_queue")
        batch_op.drop_index("ix_diary_entry_learner_day")

    op.drop_table("diary_entry")
    with op.batch_alter_table("demonstration_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demonstration_paper_learner_id"))

    op.drop_table("demonstration_paper")
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permit_provider_id"))
        batch_op.drop_index(batch_op.f("ix_permit_learner_id"))

    op.drop_table("permit")
    with op.batch_alter_table("mid_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mid_talk_period_id"))

    op.drop_table("mid_talk")
    with op.batch_alter_table("coach_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_note_coach_id"))

    op.drop_table("coach_note")
    with op.batch_alter_table("work_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_period_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_work_period_provider_id"))
        batch_op.drop_index(batch_op.f("ix_work_period_learner_id"))
        batch_op.drop_index(batch_op.f("ix_work_period_environment_id"))
        batch_op.drop_index(batch_op.f("ix_work_period_coach_id"))

    op.drop_table("work_period")
    op.drop_table("resource_link")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))

    op.drop_table("membership")
    with op.batch_alter_table("task_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_card_environment_id"))

    op.drop_table("task_card")
    op.drop_table("service_token")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_requirement_key"))

    op.drop_table("requirement")
    op.drop_table("platform_key_set")
    with op.batch_alter_table("platform_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_account_person_id"))

    op.drop_table("platform_account")
    with op.batch_alter_table("login_flow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_flow_expires_at"))

    op.drop_table("login_flow")
    op.drop_table("deployment")
    op.drop_table("context")
    op.drop_table("role_grant")
    op.drop_table("registration_invite")
    with op.batch_alter_table("qualification_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualification_unit_edition_id"))
        batch_op.drop_index(batch_op.f("ix_qualification_unit_code_uri"))

    op.drop_table("qualification_unit")
    op.drop_table("platform_registration")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phrase_provider_id"))

    op.drop_table("phrase")
    with op.batch_alter_table("learning_environment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_environment_provider_id"))

    op.drop_table("learning_environment")
    op.drop_table("learner_plan")
    op.drop_table("tool_key")
    with op.batch_alter_table("qualification_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualification_edition_eperusteet_id"))

    op.drop_table("qualification_edition")
    op.drop_table("person")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_ref"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_provider_id"))
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox_message")
    op.drop_table("education_provider")
    op.drop_table("loose_file")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_target"))
        batch_op.drop_index(batch_op.f("ix_audit_event_provider_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))

    op.drop_table("audit_event")


def _moodle_and_notices() -> None:
    """What the Moodle block tells and asks, notices, and erasures."""
    op.create_table(
        "digest_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_digest_day")),
    )
    op.create_table(
        "notice_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_setting_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_setting")),
    )
    op.create_table(
        "course_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("event_ref", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_course_event_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_event")),
        sa.UniqueConstraint(
            "registration_id", "event_ref", name=op.f("uq_course_event_registration_id_event_ref")
        ),
    )
    with op.batch_alter_table("course_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_event_taken_at"), ["taken_at"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("request_ref", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("erased", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_erasure_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint(
            "registration_id", "request_ref", name=op.f("uq_erasure_registration_id_request_ref")
        ),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_again_on"), ["again_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_person_id"), ["person_id"], unique=False)

    op.create_table(
        "next_landing",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_next_landing_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_next_landing_registration_id"),
        ),
        sa.PrimaryKeyConstraint("person_id", "registration_id", name=op.f("pk_next_landing")),
    )
    op.create_table(
        "used_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("jti_hash", sa.String(), nullable=False),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_used_call_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_call")),
        sa.UniqueConstraint(
            "registration_id", "jti_hash", name=op.f("uq_used_call_registration_id_jti_hash")
        ),
    )
    with op.batch_alter_table("used_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_used_call_dead_at"), ["dead_at"], unique=False)

    op.create_table(
        "course_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("group_ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_course_group_context_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_group")),
        sa.UniqueConstraint(
            "context_id", "group_ref", name=op.f("uq_course_group_context_id_group_ref")
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["context_id"], ["context.id"], name=op.f("fk_notice_context_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["platform_registration.id"],
            name=op.f("fk_notice_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("notice_key", name=op.f("uq_notice_notice_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_notice_pull", ["registration_id", "channel", "state", "not_before"], unique=False
        )

    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["course_group.id"], name=op.f("fk_group_member_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("group_id", "subject", name=op.f("uq_group_member_group_id_subject")),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_member_subject"), ["subject"], unique=False)

    op.create_table(
        "pair_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_pair_decision_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_pair_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["course_group.id"], name=op.f("fk_pair_decision_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_pair_decision_learner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_decision")),
        sa.UniqueConstraint(
            "group_id",
            "coach_id",
            "learner_id",
            name=op.f("uq_pair_decision_group_id_coach_id_learner_id"),
        ),
    )
    with op.batch_alter_table("pair_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pair_decision_learner_id"), ["learner_id"], unique=False
        )


def _without_moodle_and_notices() -> None:
    op.drop_table("pair_decision")
    op.drop_table("group_member")
    op.drop_table("notice")
    op.drop_table("course_group")
    op.drop_table("used_call")
    op.drop_table("next_landing")
    op.drop_table("erasure")
    op.drop_table("course_event")
    op.drop_table("notice_setting")
    op.drop_table("digest_day")
