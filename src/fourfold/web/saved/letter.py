"""The mail of a subscription: the sentence, a link to the view, the report attached.

Guarantees that it goes to the owner of the view alone, that its text is in the owner's language, and
that the link that ends it cannot be made by anybody else. Leaves sending to `sending`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from fourfold.reports.leaf import sheet_html
from fourfold.reports.paper import sheet_pdf
from fourfold.reports.sheets import Sheet
from fourfold.web.languages import reading_in
from fourfold.web.saved.models import Form, Mailing, Subscription

SALT = "fourfold.saved.unsubscribe"


def letter(mailing: Mailing, sheet: Sheet) -> EmailMessage:
    """Return the message of a mailing, not yet sent."""
    subscription = mailing.subscription
    view, owner = subscription.view, subscription.view.owner
    stop = address(subscription, "view_unsubscribe", token_of(subscription))
    told = {
        "sentence": " ".join(sheet.sentences),
        "sheet": sheet,
        "view": view,
        "open": address(subscription, "view_open", str(view.pk)),
        "stop": stop,
    }
    with reading_in(owner.language):
        return _message(mailing, sheet, told)


def _message(mailing: Mailing, sheet: Sheet, told: Mapping[str, object]) -> EmailMessage:
    subscription = mailing.subscription
    view = subscription.view
    message = EmailMessage(
        subject=f"Fourfold: {view.name}",
        body=render_to_string("views/letter.txt", {**told}),
        to=[view.owner.email],
        headers={
            "Message-ID": mailing.message_id,
            "List-Unsubscribe": f"<{told['stop']}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if subscription.form == Form.PDF:
        message.attach("report.pdf", sheet_pdf(sheet), "application/pdf")
    else:
        message.attach("report.html", sheet_html(sheet), "text/html")
    return message


def message_id_of(mailing_key: str) -> str:
    """Return the Message-ID for a mailing: the same for every try, and short enough for one line."""
    _, _, domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")
    return f"<{mailing_key}@{domain.strip('> ') or 'localhost'}>"


def address(subscription: Subscription, route: str, *parts: str) -> str:
    """Return a whole address, as it stands in mail."""
    return subscription.origin + reverse(route, args=parts)


def token_of(subscription: Subscription) -> str:
    """Return what a link must hold to end a subscription without signing in."""
    return signing.dumps(str(subscription.pk), salt=SALT)


def subscription_id_in(token: str) -> str:
    """Return whose token it is; `signing.BadSignature` if we did not make it."""
    return str(signing.loads(token, salt=SALT))
