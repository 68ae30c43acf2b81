"""Python files beside a model: shown and hashed here, never run here; laid out for the confined host alone."""

import ast
import importlib.metadata
import io
import shutil
import tokenize
from collections.abc import Iterable, Sequence
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.hashing import check_sha256, sha256_of
from rai_desktop.loading.inspection import is_library
from rai_desktop.project.looks import CodeLook
from rai_desktop.project.model import FileRef
from rai_desktop.project.plain_files import plain

_LIMIT = 2 * 2**20
MAIN = "__main__"


def module_of(ref: FileRef) -> str:
    """The module a file is imported as: what the analyst said, else its own name."""
    return ref.options.get("module") or Path(ref.path).stem


def look_at_code(path: Path | str, module: str = "") -> CodeLook:
    """What a Python file holds, by reading it. Raises Refusal when it is no Python or would hide a library."""
    path = Path(path)
    module = module or path.stem
    _check_module(path.name, module)
    tree, text = _parsed(path)
    defines = [node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    return CodeLook(
        path=str(path), module=module, sha256=sha256_of(path), size=path.stat().st_size, lines=len(text.splitlines()),
        text=text, defines=defines, imports=_imports(tree))


def _check_module(name: str, module: str) -> None:
    parts = module.split(".")
    if module != MAIN and not all(part.isidentifier() for part in parts):
        raise Refusal(
            _("{name} cannot be imported as {module}: that is no name of a module.").format(name=name, module=module),
            _("Rename the file as the model's author called it, for example features.py."))
    if module != MAIN and (is_library(parts[0]) or parts[0] in importlib.metadata.packages_distributions()):
        raise Refusal(
            _("{name} would take the place of the library {library}.").format(name=name, library=parts[0]),
            _("Add only files that the model's author wrote; a library comes from its Python environment."))


def _parsed(path: Path) -> tuple[ast.Module, str]:
    try:
        if plain(path).stat().st_size > _LIMIT:
            raise Refusal(_("{name} is too large for a file of code.").format(name=path.name),
                          _("Add the author's own module, not data or a library."))
        content = path.read_bytes()
        return ast.parse(content), _as_python_reads_it(content)
    except OSError as error:
        raise Refusal(
            _("The code file {name} cannot be read: {why}.").format(name=path.name, why=error.strerror or error),
            _("Check that it is there and that you may read it.")) from None
    except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError) as error:
        line = _(", line {line}").format(line=error.lineno) if isinstance(error, SyntaxError) and error.lineno else ""
        raise Refusal(
            _("{name} is not Python code ({why}{line}).").format(name=path.name, why=_why(error), line=line),
            _("Choose the file of the model's author as it was written.")) from None


def _as_python_reads_it(content: bytes) -> str:
    """The text in the encoding that its first lines name: in another, a comment could hide what runs."""
    encoding, _lines = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding, "replace")


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__


def _imports(tree: ast.Module) -> list[str]:
    """Every module it imports anywhere, each once, in the order of the alphabet."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return sorted(found)


def check_code(code: Sequence[FileRef]) -> None:
    """Every file is there, unchanged, and Python. Raises Refusal."""
    for ref in code:
        look_at_code(ref.path, module_of(ref))
        check_sha256(Path(ref.path), ref.sha256)


def _place(module: str, others: Iterable[str]) -> str:
    """Where Python looks for a module; one that others lie in is their package's own file."""
    package = any(other.startswith(module + ".") for other in others)
    return module.replace(".", "/") + ("/__init__.py" if package else ".py")


def lay_out(code: Sequence[FileRef], folder: Path) -> dict[str, str]:
    """Copies of the files where the host will find them; {module: file name}. Raises Refusal for a changed file."""
    laid: dict[str, str] = {}
    for ref in code:
        module = module_of(ref)
        if module in laid:
            raise Refusal(_("Two files of code are called {module}.").format(module=module), _("Keep the one the model needs."))
        look_at_code(ref.path, module)
        copy = folder / _place(module, map(module_of, code))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ref.path, copy)
        check_sha256(copy, ref.sha256, Path(ref.path).name)
        laid[module] = Path(ref.path).name
    return laid
