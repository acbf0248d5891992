"""What everything that tells the customers promises."""

from __future__ import annotations

from dovetail import MailContract, raises
from hypothesis import strategies as st

from shop.domain.emails import EmailRefused, EmailService, EmailsUnavailable, EmailUnknown
from shop.domain.orders import OrderId

ADDRESSES = st.sampled_from(["ann@example.org", "bob@example.org", "books@example.com"])


class EmailServiceContract(MailContract):
    port = EmailService
    calls = {
        "confirm": st.tuples(
            st.sampled_from([OrderId("o-1"), OrderId("o-2")]),
            st.lists(ADDRESSES, min_size=2, max_size=3, unique=True),
            st.sampled_from(["Thank you", "Your tea is on its way"]),
        )
    }
    results = {"confirm": None}
    recipients = {"confirm": lambda order_id, addresses, text: addresses}
    failure = raises(EmailsUnavailable)
    refusal = raises(EmailRefused)
    unknown = raises(EmailUnknown)
    attempts = 3
    tls = "starttls"
