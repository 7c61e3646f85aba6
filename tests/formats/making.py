"""Makes real files of each format, small ones, out of invented copy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.models import Article, RawDocument, Rejection
from extractors.page.article import read_article

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

LINES = (
    "The harbour board of Aldmouth said on Tuesday that it would dredge the northern channel in June.",
    "Fishing boats will have to use the old lock for six weeks, and the ferry will not run at night.",
    "Two members of the board had asked for a later date, because the herring comes in at that time.",
    "The work is to cost four million crowns, half of which the province has promised to pay back.",
)
TEXT = "\n".join(LINES)


def page(
    title: str | None = "Channel to be dredged", *, lines: Iterable[str] = LINES, head: str = ""
) -> str:
    """Return an HTML page."""
    heading = f"<h1>{title}</h1>" if title else ""
    named = f"<title>{title}</title>" if title else ""
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{named}{head}</head><body><article>{heading}\n{body}</article></body></html>'


def read(content: bytes, *, url: str | None = None) -> Article | Rejection:
    """Return what extraction makes of a file whose name says nothing."""
    return read_article(
        RawDocument(content=content, location="file:///in/copy", url=url, read_at=NOW)
    )


def article(content: bytes, *, url: str | None = None) -> Article:
    found = read(content, url=url)
    assert isinstance(found, Article), found
    return found


def rejection(content: bytes) -> Rejection:
    found = read(content)
    assert isinstance(found, Rejection), found
    return found


def warc(records: Iterable[Mapping[str, object]], *, gzip: bool = True) -> bytes:
    """
    Return a WARC file. Each record has a `url`, and `type`, `body`, `status`, `http` and `warc` headers if need be.
    """
    file = BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "a crawler"}))
    for record in records:
        kind = str(record.get("type", "response"))
        body = record.get("body", page().encode())
        http = record.get("http", {"Content-Type": "text/html; charset=utf-8"})
        status = str(record.get("status", "200 OK"))
        line = "GET / HTTP/1.1" if kind == "request" else status
        headers = StatusAndHeaders(
            line,
            list(dict(http).items()),
            protocol="HTTP/1.1",
            is_http_request=kind == "request",
        )
        writer.write_record(
            writer.create_warc_record(
                str(record["url"]),
                kind,
                payload=BytesIO(body),
                http_headers=headers if kind in ("response", "request", "revisit") else None,
                warc_content_type="" if kind in ("response", "request") else dict(http).get("Content-Type", ""),
                warc_headers_dict={"WARC-Date": "2025-03-12T10:00:00Z", **record.get("warc", {})},
            )
        )  # fmt: skip
    return file.getvalue()


def lines(records: Iterable[object]) -> bytes:
    """Return JSON lines."""
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def pdf(pages: Sequence[Sequence[str]], *, info: str = "", encrypted: bool = False) -> bytes:
    """Return a PDF with those lines of Latin text on its pages, and *info* as its document information."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, written in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in written)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown} ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    trailer = "/Root 1 0 R"
    if info:
        objects.append(f"<< {info} >>")
        trailer += f" /Info {len(objects)} 0 R"
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<00><00>]"
    content = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + end.encode()
