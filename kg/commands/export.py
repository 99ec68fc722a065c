"""``fazhi export``: the knowledge graph as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_folder, write_output
from fazhi.kg.commands.progress import Progress
from fazhi.kg.commands.shared import publication_options, store_option
from fazhi.kg.commands.terminal import complain
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

#: The forms of fazhi.kg.output.export, which is not loaded to show the help; a test compares them.
FORMS = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld")


@bilingual.command(
    help=both(
        "Write the knowledge graph as linked data: reports, conclusions and the reference data "
        "they use.\n\n"
        "With --annotations, write a W3C Web Annotation for each passage that a statement rests "
        "on: its class, IRI and fields, and the words with their place in the text. Annotation "
        "tools such as RecogitoJS read them.\n\n"
        "With --tables, write a folder of tables for pandas, R or a database: one for each "
        "class, whose columns tables-metadata.json describes. A folder that an earlier run wrote "
        "is replaced as a whole.\n\n"
        "With --shards, write the graph in files by year and province, for programs that read many files "
        "at once: DuckDB, Polars, Spark, SPARQL stores; with --cluster on many machines (docs/scale.md).\n\n"
        "With --portal, write a folder to be published as it is: the graph in every form, year "
        "by year and as tables, a catalogue that data portals harvest, VoID, the questions as "
        "SPARQL, the ontology, and all of it as pages (site/index.html). Its README lists the "
        "files.",
        "导出知识图谱（报告、推理与评估结论及所用参考数据）；同一知识图谱每次导出的内容逐字节相同"
        "。\n\n"
        "加 --annotations 时，每处原文导出一条 W3C 网页标注：类别、IRI、字段、原文及其位置，可用"
        "标注工具打开。\n\n"
        "加 --tables 时，各类内容各导出一表，供 pandas、R 或数据库使用；各栏说明见 "
        "tables-metadata.json。\n\n"
        "加 --shards 时，按年度和省份分文件导出，供 DuckDB、Polars、Spark 和三元组库使用；--cluster 用多台"
        "机器写入（docs/scale.md）。\n\n"
        "加 --portal 时，导出可直接发布的文件夹：各种格式的图谱、分年度图谱、表格、供数据门户采集"
        "的目录、VoID、SPARQL 示例、本体、网页（site/index.html）；文件清单见其中的 README。",
    ),
    short_help=both("Write the graph as linked data.", "导出关联数据"),
    examples=(
        "fazhi export -o reports.ttl",
        "fazhi export --annotations -o reports.jsonl",
        "fazhi export --tables tables",
        "fazhi export --shards s3://bucket/reports",
        "fazhi export --portal portal --base-url https://data.example.org/ --publisher 启东市司法局",
    ),
)
@bilingual.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help=both(
        "Form; by default after the file's suffix, else turtle.", "格式；缺省按文件后缀，没有后缀时为 turtle"
    ),
)
@bilingual.option(
    "--all",
    "everything",
    is_flag=True,
    help=both("With the whole register and the ontology.", "连同整个名录和本体"),
)
@bilingual.option(
    "--annotations",
    is_flag=True,
    help=both(
        "What reports state as W3C Web Annotations: one a line in a .jsonl file, else a page.",
        "把报告所述写成 W3C 网页标注：.jsonl 文件每行一条，其他为一页",
    ),
)
@bilingual.option(
    "--tables",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=both(
        "Folder for the graph as tables: CSV with its description (CSVW), and Parquet.",
        "把图谱写成表格的文件夹：CSV 及其说明（CSVW），以及 Parquet",
    ),
)
@bilingual.option(
    "--portal",
    type=click.Path(path_type=Path, file_okay=False),
    help=both(
        "Folder to publish: all forms of the graph, tables, catalogue (DCAT), ontology.",
        "供发布的文件夹：各种格式的图谱、表格、目录（DCAT）、本体",
    ),
)
@bilingual.option(
    "--shards",
    "url",
    metavar="URL",
    help=both(
        "Folder or object store (s3://…) for the graph by year and province: N-Quads and Parquet tables.",
        "按年度和省份存放图谱的文件夹或对象存储（s3://…）：N-Quads 和 Parquet 表格",
    ),
)
@bilingual.option(
    "--cluster",
    "cluster_address",
    metavar="ADDRESS",
    help=both(
        "Dask cluster that writes the shards: the address of its scheduler, or its scheduler file.",
        "写入分片的 Dask 集群：调度器地址或调度器文件",
    ),
)
@bilingual.option(
    "--base-url",
    help=both("Where that folder is published.", "该文件夹的发布网址"),
)
@bilingual.option(
    "--endpoint",
    help=both("Address of a SPARQL endpoint for it.", "其 SPARQL 查询服务的网址"),
)
@publication_options
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=both(
        "File: .ttl, .trig, .nt, .nq, .rdf or .jsonld, and .gz behind it; standard output when not given.",
        "输出文件：.ttl、.trig、.nt、.nq、.rdf 或 .jsonld，其后可加 .gz；缺省为标准输出",
    ),
)
@store_option
def command(
    form: str | None,
    everything: bool,
    annotations: bool,
    folder: Path | None,
    portal: Path | None,
    url: str | None,
    cluster_address: str | None,
    output: Path | None,
    store_path: Path,
    **publication: str | None,
) -> None:
    """Write the graph, tables of it, or a folder to publish."""
    if folder and (form or everything or annotations or output or portal):
        raise wrong_use(
            "--tables goes with none of --format, --all, --annotations, --portal, -o",
            "--tables 不能与 --format、--all、--annotations、--portal、-o 同用",
        )
    if portal and (form or everything or annotations or output):
        raise wrong_use(
            "--portal goes with none of --format, --all, --annotations, -o",
            "--portal 不能与 --format、--all、--annotations、-o 同用",
        )
    given = {name: value for name, value in publication.items() if value}
    if given and not portal:
        name = f"--{next(iter(given)).replace('_', '-')}"
        raise wrong_use(f"{name} is for --portal only", f"{name} 仅用于 --portal")
    if annotations and (form or everything):
        raise wrong_use(
            "--annotations goes with neither --format nor --all", "--annotations 不能与 --format、--all 同用"
        )
    if url and (form or everything or annotations or output or folder or portal):
        raise wrong_use(
            "--shards goes with --cluster and --store only", "--shards 只与 --cluster、--store 同用"
        )
    if cluster_address and not url:
        raise wrong_use("--cluster is for --shards only", "--cluster 仅用于 --shards")
    if url:
        _write_shards(url, cluster_address, store_path)
        return
    if folder:
        _write_tables(folder, store_path)
        return
    if portal:
        _write_portal(portal, given, store_path)
        return
    _write(output, form, everything, annotations, store_path)


def _write(
    output: Path | None, form: str | None, everything: bool, annotations: bool, store_path: Path
) -> None:
    from fazhi.kg.output.export import export, gzipped
    from fazhi.kg.output.web_annotations import annotation_lines, annotation_page
    from fazhi.kg.store.opening import open_store

    packed = output is not None and output.suffix.lower() == ".gz"
    name = output.with_suffix("") if output and packed else output
    form = form or ("" if annotations else _form_of(name))
    write: Callable[[BinaryIO], None]
    with open_store(store_path, read_only=True) as store:
        if annotations:
            lines = name is not None and name.suffix.lower() == ".jsonl"
            write = partial(annotation_lines if lines else annotation_page, store)
        else:
            write = partial(export, store, form, everything=everything)
        write_output(partial(gzipped, write) if packed else write, output)


def _form_of(file: Path | None) -> str:
    """The form that the file's suffix names, Turtle without one."""
    from fazhi.kg.output.export import SUFFIXES
    from fazhi.kg.output.graph_files import GRAPH_FORMS

    suffix = file.suffix.lower() if file else ""
    if suffix in GRAPH_FORMS:
        raise FazhiError(
            f"is no form of RDF; take fazhi view all -o {file}",
            f"不是 RDF 格式；请用 fazhi view all -o {file}",
            at=file,
        )
    if suffix and suffix not in SUFFIXES:
        raise FazhiError(
            f"no form of RDF has the suffix {suffix}; take {', '.join(SUFFIXES)}, or --format",
            f"后缀 {suffix} 不对应任何 RDF 格式；请用 {'、'.join(SUFFIXES)}，或加 --format",
            at=file,
        )
    return SUFFIXES.get(suffix, "turtle")


def _write_tables(folder: Path, store_path: Path) -> None:
    from fazhi.kg.output.table_files import METADATA, can_write_parquet, names_of, table_files
    from fazhi.kg.store.opening import open_store

    def ours(found: Path) -> bool:
        described = found / METADATA
        names = names_of(described.read_bytes()) if described.is_file() else None
        return names is not None and {file.name for file in found.iterdir()} <= names

    parquet = can_write_parquet()
    with open_store(store_path, read_only=True) as store:
        write_folder(table_files(store, parquet=parquet), folder, ours)
    if not parquet:
        lacking = both(
            "CSV only; for Parquet as well: pip install 'fazhi-kg[tables]'",
            "只写了 CSV；如需 Parquet：pip install 'fazhi-kg[tables]'",
        )
        complain(str(lacking))


def _write_shards(url: str, cluster_address: str | None, store_path: Path) -> None:
    from fazhi.kg.cluster import Cluster
    from fazhi.kg.output.shards import here, write_shards
    from fazhi.kg.store.opening import open_store

    spread = Cluster(cluster_address).results if cluster_address else here
    with open_store(store_path, read_only=True) as store, Progress(both("writing", "写入")) as progress:
        write_shards(store, url, progress.show, spread)


def _write_portal(folder: Path, given: dict[str, str], store_path: Path) -> None:
    from fazhi.kg.output.portal.folder import is_portal, portal_files, with_checksums
    from fazhi.kg.output.portal.publication import Publication
    from fazhi.kg.store.opening import open_store
    from fazhi.web.files import site_files

    publication = Publication(**given)
    with open_store(store_path, read_only=True) as store:
        pages = ((f"site/{name}", body) for name, body in site_files(store))
        files = chain(portal_files(store, publication, complain), pages)
        write_folder(with_checksums(files), folder, is_portal)
    wanted = ("base_url", "publisher", "publisher_type", "homepage", "contact")
    if missing := [f"--{name.replace('_', '-')}" for name in wanted if name not in given]:
        lacking = both(
            "the catalogue lacks what only you know and portals ask for",
            "目录缺少只有发布者知道的内容，可补充",
        )
        complain(f"{lacking}: {', '.join(missing)}")
