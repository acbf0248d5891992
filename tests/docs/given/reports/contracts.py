"""The contract as the page comes to it further below."""

from contracts.orders import OrderRepositoryContract

from dovetail import ReaderContract
from reports.domain import OrderReader, OrderSummary


class OrderReaderContract(ReaderContract):
    port = OrderReader
    commands = {"orders": OrderRepositoryContract}
    views = {"summaries": lambda order: OrderSummary(order.id, order.status.value, order.total())}
