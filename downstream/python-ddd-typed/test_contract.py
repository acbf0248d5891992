"""python-ddd-typed's users: a Protocol made from a generic one, async, and its adapter in memory."""

from modules.user.repositories.user_repository_in_memory import UserRepositoryInMemory
from modules.user.repositories.user_repository_protocol import UserRepositoryProtocol

from dovetail import RepositoryContract


class TestUsersInMemory(RepositoryContract):
    port = UserRepositoryProtocol
    adapter = UserRepositoryInMemory
    queries = {"find_by_email": lambda user, email: user.props.email == email}
