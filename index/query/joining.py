"""Conditions joined to one."""

from __future__ import annotations

from collections.abc import Sequence

from index.query.tree import And, Everything, Node, Or


def joined(kind: type[And | Or], found: Sequence[Node | None]) -> Node | None:
    """Join conditions; one stands alone, nested ones of the same kind are one, `*` adds nothing to an AND."""
    flat: list[Node] = []
    for node in found:
        if isinstance(node, kind):
            flat.extend(node.children)
        elif node is not None:
            flat.append(node)
    if kind is And and len(flat) > 1:
        flat = [node for node in flat if not isinstance(node, Everything)] or flat[:1]
    return flat[0] if len(flat) == 1 else kind(tuple(flat)) if flat else None
