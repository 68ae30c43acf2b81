"""Is a file Python code, and which of a model's functions does it define? Read as text, never run."""

import ast
from pathlib import Path

FUNCTIONS = ("predict", "predict_proba")
_LIMIT = 2 * 2**20


def kind_of(path: Path, head: bytes) -> str:
    """ "python": code with a function predict; in a .py file "python_other": other code, "python_broken": none; else ""."""
    named = path.suffix.lower() == ".py"
    if b"\0" in head or path.stat().st_size > _LIMIT:
        return ""
    content = path.read_bytes()
    if not named and b"def predict" not in content:
        return ""
    found = functions(content)
    if found is not None and "predict" in found:
        return "python"
    return ("python_other" if found is not None else "python_broken") if named else ""


def functions(content: bytes) -> list[str] | None:
    """Which of a model's functions are defined at the top of the code; None when it is not Python."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            defined |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return [name for name in FUNCTIONS if name in defined]
