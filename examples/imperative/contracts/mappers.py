"""What the mapping of the warehouse promises."""

from __future__ import annotations

from dovetail import MapperContract

from warehouse.domain.batches import Batch


class BatchMappingContract(MapperContract):
    domain = Batch
