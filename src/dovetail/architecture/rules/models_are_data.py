"""ARCH-11: models carry no behaviour."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.classes.conversions import is_conversion
from dovetail.architecture.classes.declarations import Class, Function
from dovetail.architecture.classes.models import is_declarative_base
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-11"

# What frameworks ask a model to have, whatever it derives from: those that save themselves, and Flask-Login's users.
_HOOKS = frozenset({
    "save", "delete", "create", "update", "insert", "refresh", "clean", "clean_fields", "full_clean",
    "get_absolute_url", "natural_key", "validate_unique", "validate_constraints", "refresh_from_db", "asave", "adelete",
    "arefresh_from_db", "get_id", "is_authenticated", "is_anonymous", "model_post_init",
})  # fmt: skip
# What they ask of those that derive from a class of theirs.
_HOOKS_OF = {
    "django": {
        "get_username", "get_full_name", "get_short_name", "get_session_auth_hash", "email_user", "has_perm",
        "has_perms", "has_module_perms", "get_all_permissions", "get_user_permissions", "get_group_permissions",
        "check_password", "set_password", "set_unusable_password", "has_usable_password", "clean_password",
        "get_deferred_fields", "serializable_value", "unique_error_message", "date_error_message",
    },
    "wagtail": {"get_context", "get_template", "serve", "get_url_parts", "get_sitemap_urls", "route"},
    "flask_login": {"is_active"},
    "flask_security": {"get_security_payload", "verify_and_update_password", "is_active", "has_role", "has_permission"},
    "authlib": {
        "get_client_id", "get_default_redirect_uri", "get_allowed_scope", "check_redirect_uri", "check_client_secret",
        "check_endpoint_auth_method", "check_response_type", "check_grant_type", "get_expires_at", "get_scope",
        "is_expired", "is_revoked", "get_redirect_uri", "get_user_id", "get_auth_time", "get_nonce", "check_client",
        "get_acr", "get_amr", "get_expires_in", "get_user", "get_client",
    },
    "mongoengine": {"validate", "reload", "cascade_save", "modify"},
}  # fmt: skip


def check(architecture: Architecture) -> Iterator[Finding]:
    """Public methods of models in the adapters layer, their own and a mixin's, that are no conversions.

    What a decorator turns into something else is left alone, and so is what a model has from the core, or what the
    declarative base gives to all.
    """
    models = [model for model in architecture.models if architecture.has_role(model.module, "adapters")]
    if not models:
        raise InapplicableError("no persistence model was found where adapters live")
    told: set[tuple[str, str]] = set()
    for model in models:
        for owner, method in _behaviour(architecture, model):
            # What several models inherit is one mistake.
            if (owner.dotted, method.name) not in told:
                told.add((owner.dotted, method.name))
                source = "" if owner is model else f", from {owner.name}"
                message = f"{model.name}.{method.name} is behaviour on a persistence model{source}"
                fix = f"move {method.name} to the domain object that {model.name} stores"
                yield architecture.code.finding(ID, owner.module, method.line, message=message, fix=fix)


def _behaviour(architecture: Architecture, model: Class) -> list[tuple[Class, Function]]:
    structure = architecture.hexagon.structure
    lineage = structure.lineage(model)
    libraries = {base.partition(".")[0] for base in structure.foreign_bases(model)}
    hooks = _HOOKS.union(*(_HOOKS_OF.get(library, ()) for library in libraries))
    return [
        (owner, method)
        for owner in lineage
        if not (architecture.layers.is_core(owner.module) or is_declarative_base(owner))
        for method in owner.public_methods.values()
        if method.name not in hooks
        and set(method.decorators) <= {"typing.override", "typing_extensions.override"}
        and not is_conversion(structure, architecture.layers.is_core, owner, method)
    ]
