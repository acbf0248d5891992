"""The ways in which an object of a class can be made: its constructor, then its factories."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from dovetail import hints

NOTHING: Any = object()

_FACTORIES = ("reconstitute", "restore", "rehydrate", "from_", "create", "new", "of")
_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_POSITIONAL = inspect.Parameter.POSITIONAL_ONLY
_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True)
class Parameter:
    """A value that a construction takes.

    Attributes:
        name: the keyword to pass it by.
        field: what users call it, without the underscore of a private attribute.
        hint: its type.
        required: whether it may not be left out.
        default: what it is where left out, called once if made by a factory; `NOTHING` without one.
        metadata: constraints beside the type.
        positional: whether it has to be passed by position.
    """

    name: str
    field: str
    hint: Any
    required: bool
    default: Any = NOTHING
    metadata: tuple[Any, ...] = ()
    positional: bool = False


@dataclass(frozen=True)
class Construction:
    """One way to make an object of a class."""

    owner: type
    target: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    may_refuse: bool


def constructions(hint: Any) -> Iterator[Construction]:
    """The ways to make an object of a class or of an alias such as `Page[Order]`, the best first."""
    cls = get_origin(hint) or hint
    constructor = direct(hint)
    factories = list(_factories(hint, cls))
    if constructor and not constructor.may_refuse:
        # A factory that takes every field and may refuse knows more of what is valid than the bare constructor does.
        names = {parameter.field for parameter in constructor.parameters}
        for factory in factories:
            if names and {parameter.field for parameter in factory.parameters} == names:
                yield factory
    if constructor:
        yield constructor
    yield from factories


def direct(hint: Any) -> Construction | None:
    """The constructor of a class, or of an alias such as `Page[Order]`, itself."""
    cls = get_origin(hint) or hint
    if dataclasses.is_dataclass(cls) and _own_init(cls) is None:
        return _of_dataclass(hint, cls)
    if hasattr(cls, "__attrs_attrs__"):
        return _of_attrs(hint, cls)
    if hasattr(cls, "__pydantic_fields__"):
        return _of_pydantic(hint, cls)
    if hasattr(cls, "__struct_fields__"):
        return _of_msgspec(hint, cls)
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _of_named_tuple(hint, cls)
    return _of_plain_class(hint, cls)


def _own_init(cls: type) -> Any:
    """The `__init__` that the user wrote on a dataclass, where it is not the generated one."""
    init = cls.__init__
    generated = getattr(init, "__qualname__", "").endswith("__create_fn__.<locals>.__init__")
    code = getattr(init, "__code__", None)
    if generated or code is None or code.co_filename == "<string>" or hasattr(cls, "__pydantic_fields__"):
        return None
    return init


def _of_dataclass(hint: Any, cls: type) -> Construction:
    types = hints.resolve(hint)
    described = {field.name: field for field in dataclasses.fields(cls)}
    found = []
    for name, parameter in inspect.signature(cls).parameters.items():
        field = described.get(name)
        default = _default_of(parameter)
        if field is not None and field.default_factory is not dataclasses.MISSING:
            default = _called(field.default_factory)
        annotation = types.get(name, NOTHING)
        if isinstance(annotation, dataclasses.InitVar):
            annotation = annotation.type
        found.append(_parameter(name, annotation, parameter, default))
    may_refuse = hasattr(cls, "__post_init__") or "__new__" in cls.__dict__ or _has_descriptors(cls, described)
    return Construction(cls, cls, tuple(found), may_refuse or hasattr(cls, "__pydantic_fields__"))


def _has_descriptors(cls: type, fields: Mapping[str, Any]) -> bool:
    validating = any(hasattr(getattr(cls, name, None), "__set__") and name not in _slots(cls) for name in fields)
    generated = getattr(cls.__setattr__, "__qualname__", "").startswith(("object.", "__create_fn__", cls.__qualname__))
    return validating or not generated


def _slots(cls: type) -> set[str]:
    return {slot for base in cls.__mro__ for slot in base.__dict__.get("__slots__", ())}


def _of_attrs(hint: Any, cls: Any) -> Construction:
    types = hints.resolve(hint)
    signature = inspect.signature(cls).parameters
    found = []
    for attribute in cls.__attrs_attrs__:
        if not attribute.init or attribute.alias not in signature:
            continue
        default = attribute.default
        if hasattr(default, "factory"):
            default = NOTHING if default.takes_self else _called(default.factory)
        annotation = types.get(attribute.name, attribute.type if attribute.type is not None else NOTHING)
        parameter = signature[attribute.alias]
        default = NOTHING if parameter.default is inspect.Parameter.empty else default
        found.append(_parameter(attribute.alias, annotation, parameter, default))
    checks = any(one.validator is not None or one.converter is not None for one in cls.__attrs_attrs__)
    return Construction(cls, cls, tuple(found), checks or hasattr(cls, "__attrs_post_init__"))


def _of_pydantic(hint: Any, cls: Any) -> Construction:
    by_name = bool(cls.model_config.get("populate_by_name") or cls.model_config.get("validate_by_name"))
    found = []
    for name, field in cls.__pydantic_fields__.items():
        if field.init is False:
            continue
        alias = field.validation_alias or field.alias
        alias = getattr(alias, "choices", [alias])[0]
        key = alias if isinstance(alias, str) and not by_name else name
        required = field.is_required()
        default = NOTHING if required else _called(lambda field=field: field.get_default(call_default_factory=True))
        found.append(Parameter(key, name, field.annotation, required, default, tuple(field.metadata)))
    return Construction(cls, cls, tuple(found), may_refuse=True)


def _of_msgspec(hint: Any, cls: Any) -> Construction:
    types = hints.resolve(hint)
    found = []
    for name, parameter in inspect.signature(cls).parameters.items():
        found.append(_parameter(name, types.get(name, NOTHING), parameter, _msgspec_default(cls, name)))
    return Construction(cls, cls, tuple(found), hasattr(cls, "__post_init__"))


def _msgspec_default(cls: Any, name: str) -> Any:
    defaults = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
    default = defaults.get(name, NOTHING)
    if type(default).__name__ == "Factory":
        return _called(default.factory)
    return NOTHING if type(default).__name__ == "NoDefault" else default


def _of_named_tuple(hint: Any, cls: type) -> Construction:
    types = hints.resolve(hint)
    signature = inspect.signature(cls).parameters
    found = [_parameter(name, types.get(name, NOTHING), one, _default_of(one)) for name, one in signature.items()]
    return Construction(cls, cls, tuple(found), "__new__" in cls.__dict__ and cls.__bases__ != (tuple,))


def _of_plain_class(hint: Any, cls: type) -> Construction | None:
    writes_init = cls.__init__ is not object.__init__
    writer = cls.__init__ if writes_init else cls.__new__
    if writer is object.__new__:
        return Construction(cls, cls, (), may_refuse=False)
    try:
        signature = inspect.signature(cls)
    except (TypeError, ValueError):
        signature = None
    basis = next((base for base in cls.__mro__ if base in _BUILTINS), None)
    if signature is None or not isinstance(writer, _FUNCTION):
        return None if basis is None else Construction(cls, cls, (_value_parameter(basis),), may_refuse=False)
    types = _specialised(hint, cls, hints.resolve(writer, owner=cls))
    if not types:
        types = hints.resolve(hint)  # parameters without annotations, fields with them
    found = []
    for name, one in signature.parameters.items():
        if one.kind not in _VARIADIC:
            annotation = types.get(name, types.get(f"_{name}", basis if basis is not None else NOTHING))
            found.append(_parameter(name, annotation, one, _default_of(one)))
    return Construction(cls, cls, tuple(found), may_refuse=True)


_FUNCTION = type(lambda: None)
_BUILTINS = (str, int, float, bytes, *(type(None),))


def _value_parameter(basis: type) -> Parameter:
    return Parameter("value", "value", basis, required=True, positional=True)


def _factories(hint: Any, cls: type) -> Iterator[Construction]:
    for name in sorted(_factory_names(cls), key=_rank):
        function = getattr(cls, name)
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            continue
        types = _specialised(hint, cls, hints.resolve(function, owner=cls))
        if not _returns(cls, types.get("return", NOTHING)):
            continue
        parameters = [
            _parameter(key, types.get(key, NOTHING), one, _default_of(one))
            for key, one in signature.parameters.items()
            if one.kind not in _VARIADIC
        ]
        yield Construction(cls, function, tuple(parameters), may_refuse=True)


def _factory_names(cls: type) -> set[str]:
    return {
        name
        for base in cls.__mro__
        for name, member in base.__dict__.items()
        if isinstance(member, classmethod | staticmethod) and not name.startswith("__") and base is not object
    }


def _rank(name: str) -> tuple[int, str]:
    bare = name.lstrip("_")
    for place, word in enumerate(_FACTORIES):
        if bare == word or (word.endswith("_") and bare.startswith(word)):
            return place + len(_FACTORIES) * name.startswith("_"), name
    return 2 * len(_FACTORIES), name


def _returns(cls: type, answer: Any) -> bool:
    """Whether a factory's annotation lets it give an object of the class, bare or in a Result."""
    if answer is NOTHING or isinstance(answer, hints.Unresolved):
        return True
    if answer is cls or get_origin(answer) is cls or getattr(answer, "__name__", "") == "Self":
        return True
    return any(_returns(cls, argument) for argument in get_args(answer) if argument is not NOTHING)


def _specialised(hint: Any, cls: type, types: dict[str, Any]) -> dict[str, Any]:
    bound: dict[Any, Any] = {}
    for variables in hints.type_arguments(hint).values():
        bound |= variables
    return {name: hints.substitute(one, bound) for name, one in types.items()}


def _parameter(name: str, annotation: Any, parameter: inspect.Parameter, default: Any) -> Parameter:
    required = parameter.default is inspect.Parameter.empty
    positional = parameter.kind is _POSITIONAL
    return Parameter(name, name.lstrip("_"), annotation, required, default, positional=positional)


def _default_of(parameter: inspect.Parameter) -> Any:
    return NOTHING if parameter.default is inspect.Parameter.empty else parameter.default


def _called(factory: Callable[[], Any]) -> Any:
    try:
        return factory()
    except Exception:  # noqa: BLE001 - a user's factory may raise anything; then it tells nothing
        return NOTHING
