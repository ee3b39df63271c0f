"""The commands of who writes customers: check, explain, schema, rehearse, preview, new, Excel."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from bot.cli.options import JsonLines

authors = typer.Typer()

AuthorsPage: TypeAlias = Literal["customer", "base", "translation"]


@authors.command(epilog="Example: kefu check dialogues/library")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder, a file or an id; empty: all shipped.")
    ] = None,
    variants: Annotated[int, typer.Option(min=1, help="Variants to play of each test.")] = 30,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the rehearsal.")] = False,
    json: JsonLines = False,
) -> None:
    """检查顾客文件：哪一行、怎么改 ·
    Check customer files: mistakes with line and remedy, their own tests, a short rehearsal.
    """
    from bot.cli.authoring import check_customers

    raise typer.Exit(check_customers(folder, variants, quick=quick, as_json=json))


@authors.command(epilog="Example: kefu explain D101")
def explain(
    code: Annotated[str, typer.Argument(help="A code of `kefu check` or a rule; empty: all.")] = "",
) -> None:
    """检查代码和评分规则的说明 ·
    What a code of `kefu check` or a rule of the marks means, and how to put it right.
    """
    from bot.cli.explain import explain_code

    raise typer.Exit(explain_code(code))


@authors.command(epilog="Example: kefu schema > customer.schema.json")
def schema(
    page: Annotated[AuthorsPage, typer.Argument(help="What you write.")] = "customer",
) -> None:
    """给编辑器用的 JSON Schema ·
    The JSON Schema of authors' files, for editors that complete and check while one types.
    """
    from bot.cli.explain import print_schema

    print_schema(page)


@authors.command(epilog="Example: kefu rehearse size-advice")
def rehearse(
    scenario: Annotated[str, typer.Argument(help="Id of a customer, a folder or a file.")],
    attempts: Annotated[
        int, typer.Option(min=0, help="Talks played to see what happens and what never does.")
    ] = 5000,
    variants: Annotated[
        int, typer.Option(min=1, help="Variants in which good and poor students are compared.")
    ] = 200,
    json: JsonLines = False,
) -> None:
    """让几千个模拟学生去聊 ·
    Let thousands of simulated students play a customer: what never happens, who gets marks.
    """
    from bot.cli.authoring import rehearse_customer

    raise typer.Exit(rehearse_customer(scenario, attempts, variants, as_json=json))


@authors.command(epilog="Example: kefu preview size-advice --out size-advice.html")
def preview(
    scenario: Annotated[str, typer.Argument(help="Id of a customer, a folder or a file.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write it; - is standard output; empty: named by the id."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown, not HTML.")] = False,
) -> None:
    """一页剧本卡，可以打印、签字 ·
    A customer on one page with its stages drawn, for mentors to read, print and sign.
    """
    from bot.cli.writing import write_preview

    write_preview(scenario, out, as_markdown=markdown)


@authors.command(epilog="Example: kefu new missing-screws --title 少发了一包螺丝 --like aftersale")
def new(
    scenario: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens: missing-screws.")
    ] = "",
    title: Annotated[str, typer.Option(help="Title for people.")] = "",
    like: Annotated[
        str,
        typer.Option(help="From what: aftersale 售后, presale 售前, live 直播间, desk 多客接待."),
    ] = "",
    folder: Annotated[Path, typer.Option(help="Folder of your customers.")] = Path("customers"),
    sheet: Annotated[
        Path | None, typer.Option(help="Write an Excel workbook to fill in instead.")
    ] = None,
) -> None:
    """写一位新顾客：从样板开始 ·
    Start a new customer: a template with comments that can be played as it is.
    """
    from bot.cli.writing import start_new

    start_new(scenario, title, like or "aftersale", folder, sheet)


@authors.command("import-sheet", epilog="Example: kefu import-sheet missing-screws.xlsx")
def import_sheet(
    workbook: Annotated[Path, typer.Argument(help="A workbook as `kefu new --sheet` writes it.")],
    out: Annotated[Path, typer.Option(help="Folder of your customers.")] = Path("customers"),
) -> None:
    """Excel 变成顾客文件 ·
    Make a customer file of an Excel workbook; problems are told with sheet and cell.
    """
    from bot.cli.writing import import_workbook

    raise typer.Exit(import_workbook(workbook, out))
