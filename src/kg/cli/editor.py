"""``kg schema`` and ``kg completion``: help while typing."""

from __future__ import annotations

import click

from kg.cli import tables
from kg.cli.group import command

#: Files as people write them, and the definition of what they hold; an entities file and the
#: citations hold many by their keys.
_FILES = {
    "entities": ("Entity", True),
    "citations": ("CitationEntry", True),
    "source": ("SourceFile", False),
    "claims": ("ClaimsFile", False),
}


@command(
    "schema",
    examples=[("For an editor that knows YAML", "kg schema claims -o claims.schema.json")],
)
@click.argument("file", required=False, type=click.Choice(list(_FILES)))
@click.option("-o", "--out", metavar="FILE", help="Write to this file.")
def schema(file: str | None, out: str | None) -> None:
    """Print the JSON Schema of the YAML files, for editors.

    FILE is the kind of file that it is for: entities, citations, source or claims. Without it, the
    definitions of all are printed. docs/tutorial.md says how an editor is told.
    """
    from kg import model

    found = model.json_schema()
    if file is not None:
        name, many = _FILES[file]
        reference = {"$ref": f"#/$defs/{name}"}
        entry = {"type": "object", "additionalProperties": reference} if many else reference
        found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, **entry}
    tables.emit(tables.dump(found), out)


@command(
    "completion",
    examples=[
        ("In bash, from the next shell on", "kg completion bash >> ~/.bashrc"),
        ("In fish", "kg completion fish > ~/.config/fish/completions/kg.fish"),
    ],
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    Commands, options, questions of the catalogue, formats, entities and sources are completed.
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if found is None:  # Click knows all three; a later one may not
        raise click.UsageError(f"There is no completion for {shell}.")
    # Click runs the shell to learn its version before it prints bash's script; `source_vars` alone
    # does without, so that the script can be made on a machine without that shell.
    script = found(root, {}, "kg", "_KG_COMPLETE")
    tables.emit(script.source_template % script.source_vars(), None)


COMMANDS = {"schema": schema, "completion": completion}
