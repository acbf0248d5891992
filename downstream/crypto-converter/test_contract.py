"""The quotes of the crypto converter: httpx, a client for each call, and one declared refusal."""

from conversions.api.exceptions import BaseApiException, QuoteNotFound
from conversions.services.quotes import IQuotesClient, QuotesClient
from hypothesis import strategies as st

from dovetail import GatewayContract, Reply, raises


class TestQuotes(GatewayContract):
    port = IQuotesClient
    adapter = QuotesClient
    calls = {"get_exchange_rate": st.tuples(st.sampled_from(["BTC", "ETH"]), st.sampled_from(["EUR", "USD"]))}
    replies = {"get_exchange_rate": Reply(json={"rate": "1.50", "updated_at": "2026-07-01T12:00:00Z"})}
    failure = raises(BaseApiException)
    refusal = {404: raises(QuoteNotFound)}
