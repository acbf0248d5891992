"""What the standard library offers to reach files, sockets, processes, the console and the environment."""

from __future__ import annotations

# Who imports one of these does so for input or output: they are good for nothing else.
MODULES = frozenset({
    "asynchat", "asyncore", "code", "compileall", "curses", "dbm", "filecmp", "fileinput", "ftplib", "getpass", "grp",
    "http.client", "http.server", "imaplib", "importlib.resources", "linecache", "mailbox", "mmap", "msvcrt",
    "multiprocessing", "netrc", "nis", "nntplib", "ossaudiodev", "pdb", "poplib", "pty", "pwd", "py_compile",
    "readline", "select", "selectors", "shelve", "shutil", "smtpd", "smtplib", "socket", "socketserver", "spwd",
    "sqlite3", "subprocess", "syslog", "telnetlib", "tempfile", "termios", "tkinter", "tty", "turtle", "urllib.request",
    "webbrowser", "winreg", "winsound", "wsgiref.simple_server", "xmlrpc", "zipapp",
})  # fmt: skip
# Types and errors that stand in such a module, and touch nothing.
_HARMLESS = frozenset({"importlib.resources.abc", "socket.timeout", "multiprocessing.TimeoutError"})

BUILTINS = frozenset({"open", "input", "print", "breakpoint"})
# These take a path, or a file that the caller has: a buffer in memory is neither input nor output.
OPENERS = frozenset({
    "bz2.BZ2File", "bz2.open", "gzip.GzipFile", "gzip.open", "lzma.LZMAFile", "lzma.open", "aifc.open", "sunau.open",
    "tarfile.TarFile", "tarfile.TarFile.open", "tarfile.open", "wave.open", "zipfile.PyZipFile", "zipfile.ZipFile",
    "compression.bz2.open", "compression.gzip.open", "compression.lzma.open", "compression.zstd.open",
    "xml.dom.minidom.parse", "xml.dom.pulldom.parse", "xml.etree.ElementTree.iterparse", "xml.etree.ElementTree.parse",
    "xml.sax.parse", "zipfile.Path", "zipfile.is_zipfile", "tarfile.is_tarfile",
})  # fmt: skip
# These open a file that they are told by this keyword.
OPENED_BY_KEYWORD = {"logging.basicConfig": "filename", "xml.etree.ElementTree.ElementTree": "file"}
# These write to the console, unless they are told where to write.
PRINTERS = frozenset({
    "builtins.print", "pprint.pp", "pprint.pprint", "traceback.print_exc", "traceback.print_exception",
    "traceback.print_last", "traceback.print_stack", "traceback.print_tb", "pprint.PrettyPrinter", "print",
    "logging.StreamHandler",
})  # fmt: skip
# What a printer is told by: `print(file=)`, `pprint(stream=)`, and their places among the others.
TARGETS = ("file", "stream")
TARGET_PLACES = {"pprint.pp": 1, "pprint.pprint": 1, "logging.StreamHandler": 0}

_LOGS = frozenset({
    "BaseRotatingHandler", "DatagramHandler", "HTTPHandler", "NTEventLogHandler", "RotatingFileHandler", "SMTPHandler",
    "SocketHandler", "SysLogHandler", "TimedRotatingFileHandler", "WatchedFileHandler",
})  # fmt: skip
FUNCTIONS = frozenset({
    *(f"builtins.{name}" for name in BUILTINS), *(f"logging.handlers.{name}" for name in _LOGS), "io.open", "io.FileIO",
    "io.open_code", "_io.open", "_io.FileIO", "codecs.open", "tokenize.open", "sys.stdin", "sys.stdout", "sys.stderr",
    "sys.__stdin__", "sys.__stdout__", "sys.__stderr__", "sys.argv", "sys.orig_argv", "sys.breakpointhook",
    "asyncio.open_connection", "asyncio.start_server", "asyncio.open_unix_connection", "asyncio.start_unix_server",
    "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_exec",
    "asyncio.subprocess.create_subprocess_shell", "asyncio.streams.open_connection", "asyncio.streams.start_server",
    "cProfile.run", "cProfile.runctx", "ctypes.cdll", "ctypes.util.find_library", "profile.run", "profile.runctx",
    "platform.freedesktop_os_release", "platform.node", "platform.uname", "logging.FileHandler",
    "logging.config.fileConfig", "logging.config.listen", "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor", "pkgutil.get_data", "runpy.run_path", "ssl.create_connection",
    "ssl.get_server_certificate", "zipimport.zipimporter", "importlib.machinery.SourceFileLoader", "fcntl.flock",
    "fcntl.lockf", "fcntl.ioctl", "fcntl.fcntl", "ctypes.CDLL", "faulthandler.dump_traceback", "imp.load_source",
    "pathlib.Path.cwd", "pathlib.Path.home", "mimetypes.read_mime_types", "gettext.find", "gettext.install",
    "gettext.translation", "glob.glob", "glob.glob0", "glob.glob1", "glob.iglob",
})  # fmt: skip
# Of an event loop, whatever it is called.
LOOP_METHODS = frozenset({
    "connect_read_pipe", "connect_write_pipe", "create_datagram_endpoint", "create_unix_connection",
    "create_unix_server", "sock_accept", "sock_connect", "sock_recv", "sock_sendall", "subprocess_exec",
    "subprocess_shell",
})  # fmt: skip
# Of objects that some class or function has made: what they are called on, by the method's name.
_PARSERS = frozenset({"configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser"})
_LOOPS = frozenset({
    "asyncio.get_event_loop", "asyncio.get_running_loop", "asyncio.new_event_loop", "asyncio.AbstractEventLoop",
})  # fmt: skip
METHODS_OF = {
    "read": _PARSERS | {"mimetypes.MimeTypes", "urllib.robotparser.RobotFileParser"},
    "write": frozenset({"xml.etree.ElementTree.ElementTree"}),
    "parse": frozenset({"xml.etree.ElementTree.ElementTree"}),
    "create_connection": _LOOPS,
    "create_server": _LOOPS,
    "getaddrinfo": _LOOPS,
    "sendfile": _LOOPS,
}

# `os` is the door to the operating system: all of it is input or output but for these.
_OTHER_NAMES = {"posix": "os", "nt": "os", "posixpath": "os.path", "ntpath": "os.path", "genericpath": "os.path"}
SYSTEM = frozenset({"os", *_OTHER_NAMES})
_PURE_OS = frozenset({
    "PathLike", "altsep", "cpu_count", "curdir", "devnull", "error", "extsep", "fsdecode", "fsencode", "fspath",
    "getpid", "getppid", "getrandom", "linesep", "name", "pardir", "path", "pathsep", "process_cpu_count", "sep",
    "stat_result", "strerror", "supports_bytes_environ", "terminal_size", "times", "uname_result", "urandom",
    "waitstatus_to_exitcode", "register_at_fork", "times_result", "statvfs_result", "sched_yield", "getloadavg",
})  # fmt: skip
_PURE_PATHS = frozenset({
    "abspath", "altsep", "basename", "commonpath", "commonprefix", "curdir", "devnull", "dirname", "extsep", "isabs",
    "join", "normcase", "normpath", "pardir", "pathsep", "relpath", "sep", "split", "splitdrive", "splitext",
    "splitroot", "supports_unicode_filenames", "isreserved",
})  # fmt: skip

# Methods by the dotted name of what they are called on: what imports its module, and does not say the method, is free.
_METHODS = (f"{maker}.{method}" for method, makers in METHODS_OF.items() for maker in makers)
# The last words of all that does input or output, by the module that it is had from.
WORDS: dict[str, set[bytes]] = {"asyncio": {method.encode() for method in LOOP_METHODS}}
for _name in (*MODULES, *OPENERS, *PRINTERS, *FUNCTIONS, *OPENED_BY_KEYWORD, *_METHODS, *_OTHER_NAMES, "os"):
    WORDS.setdefault(_name.partition(".")[0], set()).add(_name.rpartition(".")[2].encode())
# Without one of these at the start of a name there is no input or output, but for the builtins and `pathlib`.
DOORS = frozenset(WORDS)


def is_input_or_output(name: str) -> bool:
    """Whether a dotted name of the standard library stands for input or output."""
    if name.partition(".")[0] not in DOORS:
        return False
    if name in _HARMLESS or name.rpartition(".")[0] in _HARMLESS:
        return False
    return name in FUNCTIONS or _is_of_the_system(name) or any(part in MODULES for part in _beginnings(name))


def _beginnings(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, min(len(parts), 2) + 1)]


def _is_of_the_system(name: str) -> bool:
    module, _, last = name.rpartition(".")
    owner = _OTHER_NAMES.get(module, module)
    pure = {"os": _PURE_OS, "os.path": _PURE_PATHS}.get(owner)
    return pure is not None and last not in pure and last != "*" and not last.isupper() and not last.startswith("_")
