"""All commands with their options and examples. Nothing heavy is imported before one is called."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.author_commands import authors
from bot.cli.options import JsonLines

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="客服陪练 · Kefu Coach: simulated customers for people who learn customer service.",
)
classes = typer.Typer(
    no_args_is_help=True, help="班级和入班链接 · Create classes and show the ways into them."
)
app.add_typer(classes, name="class")
app.add_typer(authors)


@app.command(epilog="Example: kefu demo")
def demo(
    fast: Annotated[float, typer.Option(help="How many seconds pass in one.", min=1)] = 80.0,
) -> None:
    """先看一个班级的晚上，再由你接待生气的顾客 ·
    A class evening in under a minute, then you answer the angry customer yourself.
    """
    from bot.cli.demo import show

    asyncio.run(show(fast))


@app.command(epilog="Example: kefu play logistics-delay-angry --seed 7")
def play(
    scenario: Annotated[str, typer.Argument(help="Id, number or title; empty: the list.")] = "",
    seed: Annotated[str, typer.Option(help="Same seed, same customer.")] = "",
    trace: Annotated[
        bool, typer.Option(help="Show what was heard, mood, stage and the rule that fired.")
    ] = True,
    language: Annotated[str, typer.Option(help="zh_CN or en; empty: yours.")] = "",
) -> None:
    """在终端里接待一位顾客 · Answer a customer in the terminal."""
    from bot.cli.play import play_one

    asyncio.run(play_one(scenario, seed, trace=trace, language=language))


@app.command(epilog="Example: KEFU_TELEGRAM_TOKEN=… kefu run --platform ptb")
def run(
    platform: Annotated[
        str, typer.Option(help="As `kefu platforms` lists them; else KEFU_PLATFORM.")
    ] = "",
    webhook: Annotated[
        str, typer.Option(help="Public https address that Telegram posts to; else KEFU_WEBHOOK.")
    ] = "",
) -> None:
    """开始服务 ·
    Serve a messenger; Telegram's token comes from KEFU_TELEGRAM_TOKEN or a .env file.
    """
    from bot.cli.run import serve

    asyncio.run(serve(platform, webhook))


@app.command(epilog="Example: kefu platforms --json")
def platforms(json: JsonLines = False) -> None:
    """可以在哪些平台上服务 ·
    The messengers that `kefu run --platform` can serve, and what keeps others from it.
    """
    from bot.cli.platforms import show_platforms

    raise typer.Exit(show_platforms(as_json=json))


@classes.command("new", epilog="Example: kefu class new 电商2班 --zone Asia/Shanghai")
def new_class(
    name: Annotated[str, typer.Argument(help="The class's name.")],
    zone: Annotated[str, typer.Option(help="The class's time zone.")] = "Asia/Shanghai",
) -> None:
    """建一个班，得到两个链接 ·
    Create a class; prints the teacher's link (one person, one day) and the students' link.
    """
    from bot.cli.classes import create

    asyncio.run(create(name, zone))


@classes.command("list", epilog="Example: kefu class list")
def list_classes() -> None:
    """全部班级和学生链接 · All classes with their students' links."""
    from bot.cli.classes import show_all

    asyncio.run(show_all())


@classes.command("teacher", epilog="Example: kefu class teacher 1")
def teacher_link(
    number: Annotated[int, typer.Argument(help="The class's number, as in `kefu class list`.")],
) -> None:
    """再要一个老师链接 · A new link for one more teacher."""
    from bot.cli.classes import invite_teacher

    asyncio.run(invite_teacher(number))


@classes.command("rubric", epilog="Example: kefu class rubric 1 marks.yaml")
def class_rubric(
    number: Annotated[int, typer.Argument(help="The class's number, as in `kefu class list`.")],
    file: Annotated[Path | None, typer.Argument(help="A rubric file; without: what holds.")] = None,
    standard: Annotated[bool, typer.Option(help="Back to the standard rubric.")] = False,
) -> None:
    """一个班从现在起按什么评分 · What a class is marked by from now on; given marks stay."""
    from bot.cli.classes import rubric

    text = file.read_text("utf-8-sig") if file else ""
    asyncio.run(rubric(number, text, standard=standard))


@app.command(epilog="Example: kefu export 12 --out ada")
def export(
    person: Annotated[str, typer.Argument(help="Number, alias or platform id of somebody.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for my-data.html and my-data.json.")
    ] = None,
) -> None:
    """一个人的全部数据 ·
    A complete copy of everything kept about somebody; without a folder as JSON to the screen.
    """
    from bot.cli.privacy import export_person

    asyncio.run(export_person(person, out))


@app.command(epilog="Example: kefu erase 12 --yes")
def erase(
    person: Annotated[str, typer.Argument(help="Number, alias or platform id of somebody.")],
    yes: Annotated[bool, typer.Option("--yes", help="Really; there is no way back.")] = False,
) -> None:
    """删除一个人的全部数据 ·
    Erase everything kept about somebody: talks, marks, messages, membership.
    """
    from bot.cli.privacy import erase_person

    raise typer.Exit(asyncio.run(erase_person(person, really=yes)))


@app.command("audit-report", epilog="Example: kefu audit-report --json")
def audit_report(json: JsonLines = False) -> None:
    """年度合规审计：存了什么、多久、谁看得到 ·
    What is kept about people: since when, how much, what for, who sees it, for how long.
    """
    from bot.cli.privacy import report_audit

    asyncio.run(report_audit(as_json=json))


@app.command(epilog="Example: kefu report 1 --back 1")
def report(
    number: Annotated[int, typer.Argument(help="The class's number, as in `kefu class list`.")],
    back: Annotated[int, typer.Option(min=0, help="Weeks back; 0 is this week.")] = 0,
) -> None:
    """一个班的周报 ·
    A class's weekly report: completion, weak points, who is at risk, talks worth discussing.
    """
    from bot.cli.reports import show_report

    asyncio.run(show_report(number, back))


@app.command(epilog="Example: kefu papers 1 xlsx --out papers")
def papers(
    number: Annotated[int, typer.Argument(help="The class's number, as in `kefu class list`.")],
    kind: Annotated[
        str, typer.Argument(help="xlsx, csv, school, xapi, growth, poster, notice or examples.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("papers"),
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; empty: this term's.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; empty: this term's.")
    ] = None,
) -> None:
    """成绩表、成长档案、海报、告知书…… ·
    A class's papers: marks as a table, xAPI, growth files, poster, parents' notice, examples.
    """
    from bot.cli.reports import write_papers

    first, last = (day.date() if day else None for day in (since, until))
    raise typer.Exit(asyncio.run(write_papers(number, kind, out, first, last)))


@app.command("import-case", epilog="Example: kefu import-case chat.txt --id late-parcel")
def import_case(
    log: Annotated[Path, typer.Argument(help="TXT, CSV or XLSX export of a talk.")],
    id_: Annotated[str, typer.Option("--id", help="Small letters, digits, hyphens.")] = "my-case",
    title: Annotated[str, typer.Option(help="Title for people.")] = "",
    out: Annotated[Path, typer.Option(help="Folder of your customers.")] = Path("customers"),
) -> None:
    """真实聊天记录变成顾客草稿，个人信息先遮住 ·
    A draft of a customer from a real chat log, personal data masked, places to change marked.
    """
    from bot.cli.reports import bring_in

    bring_in(log, out, id_, title)


@app.command("operator", epilog="Example: kefu operator")
def new_operator() -> None:
    """运维的一次性验证码 ·
    A one-time code that makes whoever sends it to the bot its operator (运维); 15 minutes.
    """
    from bot.cli.roles import new_operator as show

    asyncio.run(show())


@app.command("permissions", epilog="Example: kefu permissions > bot/commands/PERMISSIONS.md")
def permissions() -> None:
    """谁能做什么，一张表 ·
    Who may do what: every command and button by role, from the declarations.
    """
    from bot.cli.roles import show_permissions

    show_permissions()


@app.command(epilog='Example: echo \'{"reply": "亲，在的呢"}\' | kefu hear --json')
def hear(
    file: Annotated[Path | None, typer.Argument(help="JSON lines; empty: standard input.")] = None,
    json: JsonLines = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Folder of labelled replies to hold the ear against, act by act."),
    ] = None,
) -> None:
    """听出了什么 ·
    What the ear hears in replies: acts with the quoted words and the reason, and courtesy.
    """
    from bot.cli.machine import hear_lines, report_hearing

    if report:
        report_hearing(report)
    else:
        hear_lines(file, as_json=json)


@app.command(epilog="Example: kefu grade --json talk.json")
def grade(
    transcript: Annotated[Path, typer.Argument(help="A transcript as JSON.")],
    rubric: Annotated[str, typer.Option(help="A rubric file; empty: the customer's own.")] = "",
    json: JsonLines = False,
    page: Annotated[
        Path | None, typer.Option(help="Write the card as an HTML page, to read or to print.")
    ] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the card as a PNG picture.")] = None,
) -> None:
    """给一段对话打分 · Mark a transcript; every mark quotes the words it is for."""
    from bot.cli.machine import grade_file

    grade_file(transcript, rubric, as_json=json, page=page, picture=picture)


@app.command(epilog="Example: kefu kpi --json --preset taobao talk.json")
def kpi(
    logs: Annotated[list[Path], typer.Argument(help="Logs as JSON, as for `kefu grade`.")],
    preset: Annotated[
        str, typer.Option(help="taobao, jd, pdd, douyin, wecom, chatwoot; or a file.")
    ],
    json: JsonLines = False,
    table: Annotated[
        Path | None, typer.Option(help="Write a CSV with the back office's headings, a row a log.")
    ] = None,
) -> None:
    """平台自己的口径 · The platforms' own figures from a log, each with its source and date."""
    from bot.cli.kpi import show_kpi

    raise typer.Exit(show_kpi(preset, logs, as_json=json, table=table))
