"""One address, one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.urls import canonicalize, host_of, same_article, same_site


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param("https://news.example/a", "https://news.example/a", id="untouched"),
        pytest.param("HTTPS://News.Example/A/Path", "https://news.example/A/Path", id="case"),
        pytest.param("https://news.example", "https://news.example/", id="no path"),
        pytest.param("https://news.example/a#part", "https://news.example/a", id="fragment"),
        pytest.param("https://news.example:443/a", "https://news.example/a", id="default port"),
        pytest.param("http://news.example:443/a", "http://news.example:443/a", id="other port"),
        pytest.param("http://news.example:8080/a", "http://news.example:8080/a", id="port kept"),
        pytest.param("https://новости.example/a", "https://xn--b1amnebsh.example/a", id="idn"),
        pytest.param("http://[::1]:80/a", "http://[::1]/a", id="ipv6"),
        pytest.param("https://n.example/a?", "https://n.example/a", id="empty query"),
        pytest.param("https://n.example/a?b=&c", "https://n.example/a?b=&c", id="blank values"),
        pytest.param(
            "https://n.example/?b=2&a=1&b=1", "https://n.example/?b=2&a=1&b=1", id="order"
        ),
        pytest.param(
            "https://n.example/a?id=7&utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&yclid=3&page=2",
            "https://n.example/a?id=7&page=2",
            id="trackers",
        ),
        pytest.param("https://n.example/?utm_source=x", "https://n.example/", id="only trackers"),
        pytest.param(
            "https://n.example/a?cid=1&source=2&ref=3&uid=4&keyword=5",
            "https://n.example/a?cid=1&source=2&ref=3&uid=4&keyword=5",
            id="may name the article",
        ),
        pytest.param("https://n.example/a//b/../c", "https://n.example/a//b/../c", id="slashes"),
        pytest.param("https://n.example/a%2Fb%20c", "https://n.example/a%2Fb%20c", id="escapes"),
        pytest.param("https://n.example/да", "https://n.example/%D0%B4%D0%B0", id="beyond ascii"),
    ],
)
def test_canonical_spelling(written, canonical):
    """Only what never changes the page is changed."""
    assert canonicalize(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("ftp://news.example/a", id="scheme"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("/a/b", id="relative"),
        pytest.param("", id="empty"),
        pytest.param("https:///a", id="no host"),
        pytest.param("https://user@news.example/", id="user"),
        pytest.param("https://user:secret@news.example/", id="password"),
        pytest.param("http://inner.example\\@outer.example/", id="backslash"),
        pytest.param("https://news.example/a b", id="space"),
        pytest.param("https://news.example/a\r\nb", id="line end"),
        pytest.param("https://news.example/a\u00a0b", id="no-break space"),
        pytest.param("https://news.example/\ud800", id="lone surrogate"),
        pytest.param("https://news.example:99999/", id="port too high"),
        pytest.param("https://news..example/", id="empty label"),
        pytest.param("https://news%2eexample/", id="escaped host"),
        pytest.param("https://[::1/", id="open bracket"),
        pytest.param(f"https://{'a' * 64}.example/", id="label too long"),
    ],
)
def test_ambiguous_addresses_are_refused(written):
    """What two parsers may read differently is no address."""
    with pytest.raises(ValueError, match="address"):
        canonicalize(written)


_PIECES = st.text("abZ.:/?#&=%@[]\\ üд1-_+;,~!$'()*|^`{}<>\"\t", max_size=30)


@given(
    st.one_of(_PIECES, st.text(max_size=30)),
    st.sampled_from(["http://n.example", "https://", "HTTP://д.example:80", ""]),
)
def test_canonical_addresses_stay(tail, start):
    """A canonical address is its own canonical address."""
    try:
        once = canonicalize(start + tail)
    except ValueError:
        return
    assert canonicalize(once) == once


@given(st.lists(st.sampled_from(["a=1", "utm_source=x", "", "b=", "fbclid=2", "c"]), max_size=8))
def test_parameters_keep_their_order(pairs):
    """Dropping trackers neither sorts nor merges what stays, and is done after one pass."""
    once = canonicalize("https://n.example/?" + "&".join(pairs))
    kept = [pair for pair in pairs if pair.partition("=")[0] not in ("utm_source", "fbclid")]
    assert once.partition("?")[2] == "&".join(kept)
    assert canonicalize(once) == once


def test_host_is_an_a_label_without_port():
    """Hosts compare whatever way they are written."""
    assert host_of("https://НОВОСТИ.example:8443/a") == "xn--b1amnebsh.example"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("https://www.a.co.uk/", "http://m.a.co.uk/x", True, id="public suffix of two"),
        pytest.param("https://a.co.uk/", "https://b.co.uk/", False, id="neighbours under it"),
        pytest.param("https://en.a.example/", "https://a.example/", True, id="unlisted suffix"),
        pytest.param("http://127.0.0.1/a", "http://127.0.0.2/a", False, id="addresses"),
        pytest.param("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", True, id="ports"),
        pytest.param("https://новости.рф/", "https://m.xn--b1amnebsh.xn--p1ai/", True, id="idn"),
    ],
)
def test_same_site(one, other, same):
    """A site is what stands under one registered domain."""
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("url", "key"),
    [
        pytest.param("https://n.example/a", "https://n.example/a", id="nothing to fold"),
        pytest.param("https://n.example/", "https://n.example/", id="front page"),
        pytest.param("https://n.example/a/", "https://n.example/a", id="slash at the end"),
        pytest.param("https://n.example/a/?p=2", "https://n.example/a?p=2", id="slash before ?"),
        pytest.param("http://www.n.example/a", "https://n.example/a", id="http, www"),
        pytest.param("http://n.example:8080/a", "https://n.example:8080/a", id="port"),
        pytest.param("https://m.n.example/a", "https://n.example/a", id="m."),
        pytest.param("https://mobile.n.example/a", "https://n.example/a", id="mobile."),
        pytest.param("https://amp.n.example/a", "https://n.example/a", id="amp."),
        pytest.param("https://www.m.n.example/a", "https://n.example/a", id="two of them"),
        pytest.param("https://m.example/a", "https://m.example/a", id="a site called m"),
        pytest.param("https://www.m.example/a", "https://m.example/a", id="its www"),
        pytest.param("https://mail.n.example/a", "https://mail.n.example/a", id="other host"),
        pytest.param("https://n.example/a/amp", "https://n.example/a", id="/amp"),
        pytest.param("https://n.example/a/amp/", "https://n.example/a", id="/amp/"),
        pytest.param("https://n.example/amp", "https://n.example/amp", id="a page called amp"),
        pytest.param("https://n.example/revamp", "https://n.example/revamp", id="revamp"),
        pytest.param("https://n.example/a.amp", "https://n.example/a", id=".amp"),
        pytest.param("https://n.example/a.amp.html", "https://n.example/a.html", id=".amp.html"),
        pytest.param("https://n.example/a?amp=1", "https://n.example/a", id="?amp=1"),
        pytest.param("https://n.example/a?amp", "https://n.example/a", id="?amp"),
        pytest.param("https://n.example/a?id=7&amp=1", "https://n.example/a?id=7", id="&amp=1"),
        pytest.param("https://n.example/a?amp=7", "https://n.example/a?amp=7", id="ampere"),
        pytest.param("https://n.example/a?outputType=amp", "https://n.example/a", id="outputType"),
        pytest.param(
            "https://www.google.com/amp/s/amp.n.example/a/amp/?id=7",
            "https://n.example/a?id=7",
            id="google's viewer",
        ),
        pytest.param(
            "https://www.google.co.uk/amp/n.example/a.amp", "https://n.example/a", id="over http"
        ),
        pytest.param(
            "https://n.example/amp/s/b.example/a",
            "https://n.example/amp/s/b.example/a",
            id="not google's",
        ),
        pytest.param("https://127.0.0.1/a", "https://127.0.0.1/a", id="address"),
    ],
)
def test_variants_of_an_article_share_a_key(url, key):
    """AMP, mobile and slash are folded; what may be another article is not."""
    assert same_article(url) == key


_PARTS = st.lists(
    st.sampled_from(
        [
            "/", "a", "amp", ".amp", ".html", "?", "amp=1", "&", "outputType=amp", "b=", "www.", "m.", ":443", ":80",
            "google.com", "s/", "n.example", "/amp/s/", "utm_source=x", "#", "%2F", "д",
        ]
    ),
    max_size=10,
).map("".join)  # fmt: skip


@given(
    st.sampled_from(["http://", "https://"]),
    st.sampled_from(["", "www.", "m.", "amp.www.", "mobile.m."]),
    st.sampled_from(["n.example", "m.example", "google.com", "n.example:443", "[::1]", "co.uk"]),
    _PARTS,
)
def test_a_key_is_its_own_key(scheme, prefix, host, tail):
    """Folding once folds all there is, and the key is canonical."""
    try:
        key = same_article(f"{scheme}{prefix}{host}/{tail}")
    except ValueError:
        return
    assert same_article(key) == key
    assert canonicalize(key) == key


@given(st.sampled_from(["/a", "/a/b-c.html", "/a?id=7", "/x/y?b=&c"]))
def test_what_has_nothing_to_fold_stays(path):
    """An address without variants is its own key, and so is it over http."""
    url = f"https://n.example{path}"
    assert same_article(url) == url
    assert same_article(url.replace("https", "http")) == url
