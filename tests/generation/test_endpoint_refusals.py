"""What stops a run at once, in words that say what to do; and where the key may be."""

import asyncio
import socket
import time

import pytest

from aqagen.errors import EndpointError
from aqagen.generation import pool as pool_module
from aqagen.generation.endpoint import Endpoint, EndpointConfig, Failure, Reply, masked_url
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.prompts import load_prompt
from tests.generation.conftest import Faults, http_reply, raw_server, running_offline

KEY = "sk-test-0123456789abcdef"
PROMPT = load_prompt("tacos").render({"caption": "A dog barks."})
GOOD = '{"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]}'


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(pool_module, "_MAX_BACKOFF_S", 0.01)


def ask(base_url, *, key=KEY, n=1, **rest):
    config = EndpointConfig(base_url, "some/model", key, timeout_s=10.0, **rest)

    async def go():
        async with Pool((config,), PoolConfig(concurrency=1, max_attempts=2)) as pool:
            messages = [{"role": "user", "content": PROMPT}]
            return [await pool.complete(messages) for _ in range(n)]

    return asyncio.run(go())


def error_of(base_url, **rest):
    with pytest.raises(EndpointError) as caught:
        ask(base_url, **rest)
    shown = str(caught.value)
    chain = caught.value
    while chain is not None:
        assert KEY not in f"{chain!s} {chain!r}"
        chain = chain.__cause__ or chain.__context__
    return shown


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


# --- what stops a run ---------------------------------------------------------------------


def test_a_wrong_key_says_where_the_key_is_read_from():
    with running_offline(faults=Faults(api_key="another")) as server:
        shown = error_of(server.base_url)
        assert server.n_requests == 1
    assert f"{server.base_url} answered 401: Incorrect API key provided." in shown
    assert "OPENAI_API_KEY" in shown
    assert "--api-key-env" in shown


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
@pytest.mark.parametrize("padding", [0, 275])
def test_a_server_that_repeats_the_key_does_not_show_it(status, padding):
    """Not its beginning either, where the message is cut."""
    body = f'{{"error": {{"message": "{"x" * padding}Bad key: {KEY} ({KEY})"}}}}'
    with raw_server([http_reply(body, status)]) as server:
        shown = error_of(server.base_url)
    assert "OPENAI_API_KEY" in shown
    assert KEY[:8] not in shown


def test_an_unknown_model_says_which_and_what_to_look_at():
    with running_offline(faults=Faults(known_models=("m",))) as server:
        shown = error_of(server.base_url)
        assert server.n_requests == 1
    assert "answered 404" in shown
    assert "'some/model'" in shown
    assert "/v1?" in shown


def test_an_address_without_v1_says_so():
    with running_offline() as server:
        shown = error_of(server.base_url.removesuffix("/v1"))
    assert "answered 404" in shown
    assert "end in /v1" in shown


def test_a_refused_connection_says_so_at_once():
    started = time.monotonic()
    shown = error_of(f"http://127.0.0.1:{free_port()}/v1")
    assert time.monotonic() - started < 5
    assert "cannot connect to http://127.0.0.1:" in shown
    assert "--endpoint" in shown
    assert "--offline" in shown


def test_a_name_that_is_no_host_says_so():
    assert "cannot connect to http://no.such.host.invalid/v1" in error_of(
        "http://no.such.host.invalid/v1"
    )


def test_a_server_that_goes_away_in_the_middle_is_waited_for_and_costs_no_row():
    async def go():
        with raw_server([http_reply(GOOD)]) as server:
            config = EndpointConfig(server.base_url, "m")
            effort = PoolConfig(concurrency=1, max_attempts=2, patience_s=0.3)
            pool = Pool((config,), effort)
            await pool.__aenter__()
            assert isinstance(await pool.complete([]), Reply)
        try:
            await pool.complete([])
        finally:
            assert pool.retries["connection"] > 2
            await pool.__aexit__()

    with pytest.raises(EndpointError, match=r"has not answered for .*last: connection: Connection"):
        asyncio.run(go())


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8000/v1", "ftp://host/v1", "http:///v1", "http://[::1/v1", "/v1",
     "http://localhost:port/v1", "http://localhost:99999/v1", "http://localhost:0/v1"],
)  # fmt: skip
def test_what_is_no_url_is_refused_with_an_example(url):
    shown = error_of(url)
    assert f"the endpoint {url!r} is not a URL" in shown
    assert "http://localhost:8000/v1" in shown


def test_a_password_in_an_address_is_not_shown():
    for url in (f"ftp://me:{KEY}@host/v1", f"http://me:{KEY}@127.0.0.1:{free_port()}/v1"):
        assert "me:" not in error_of(url, key=None)
    assert masked_url("https://me:pass@host:1/v1/a@b") == "https://host:1/v1/a@b"


def test_a_password_in_an_address_is_sent_as_basic_authorization():
    with raw_server([http_reply(GOOD)]) as server:
        ask(server.base_url.replace("//", "//me:pass@"), key=None)
        assert b"\r\nAuthorization: Basic bWU6cGFzcw==\r\n" in server.requests[0]


def test_a_password_and_a_key_are_one_too_many():
    assert "can carry only one of them" in error_of("http://me:pass@127.0.0.1:1/v1")


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}\r", f"a\x00{KEY}"])
def test_a_key_with_a_line_break_is_refused_before_it_is_sent(key):
    with running_offline() as server:
        assert "line break" in error_of(server.base_url, key=key)
        assert server.n_requests == 0


# --- where the key may be -----------------------------------------------------------------


def test_the_key_is_in_one_header_and_nowhere_else():
    with raw_server([http_reply(GOOD)]) as server:
        ask(server.base_url)
        sent = server.requests[0]
    assert sent.count(KEY.encode()) == 1
    assert f"\r\nAuthorization: Bearer {KEY}\r\n".encode() in sent
    config = EndpointConfig(server.base_url, "m", KEY)
    assert KEY not in repr(config)
    assert KEY not in repr(Endpoint(config))


def test_without_a_key_there_is_no_authorization():
    with raw_server([http_reply(GOOD)]) as server:
        ask(server.base_url, key=None)
        assert b"authorization" not in server.requests[0].lower()


@pytest.mark.parametrize(
    "reply",
    [http_reply(f"<p>{'x' * 185}{KEY}</p>"), http_reply(f"you said {KEY}", "500 Error"),
     http_reply(f'{{"error": "{"y" * 290}{KEY}"}}', "409 Conflict")],
)  # fmt: skip
def test_a_failure_does_not_hold_the_key(reply):
    """Failures are stored: neither the key nor its beginning may be in one."""
    with raw_server([reply]) as server:
        (failure,) = ask(server.base_url)
    assert isinstance(failure, Failure)
    assert KEY[:8] not in repr(failure)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_with_the_key(status):
    with raw_server([http_reply(GOOD)]) as elsewhere:
        moved = http_reply(
            "", f"{status} Moved", f"Location: {elsewhere.base_url}/chat/completions"
        )
        with raw_server([moved]) as server:
            shown = error_of(server.base_url)
            assert len(server.requests) == 1
        assert elsewhere.requests == []
    assert f"{server.base_url} answered {status}: it redirects to " in shown
    assert elsewhere.base_url.removesuffix("/v1") in shown
    assert "correct the address" in shown


@pytest.mark.parametrize(
    ("location", "says"),
    [(f"https://me:{KEY}@host.example/{KEY}", "https://host.example."), ("", "''"),
     ("/v2/chat", "'/v2/chat'"), ("http://[::1", "'http://[::1'")],
)  # fmt: skip
def test_where_a_redirect_points_to_is_shown_without_a_password(location, says):
    with raw_server([http_reply("", "308 Moved", f"Location: {location}")]) as server:
        assert f"redirects to {says}" in error_of(server.base_url)


@pytest.fixture
def proxied(monkeypatch):
    """Run a proxy that the environment names for everything."""
    with raw_server([http_reply(GOOD)]) as proxy:
        address = proxy.base_url.removesuffix("/v1")
        for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", address)
        yield proxy


def test_a_proxy_of_the_environment_is_used(proxied):
    (reply,) = ask("http://model.invalid/v1")
    assert reply.text == "yes"
    assert proxied.requests[0].startswith(b"POST http://model.invalid/v1/chat/completions ")


def test_no_proxy_of_the_environment_is_used(proxied, monkeypatch):
    monkeypatch.setenv("no_proxy", "model.invalid")
    assert "cannot connect to http://model.invalid/v1" in error_of("http://model.invalid/v1")
    assert proxied.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "127.1.2.3"])
def test_a_proxy_never_gets_what_is_meant_for_this_machine(proxied, host):
    port = free_port()
    error_of(f"http://{host}:{port}/v1")
    assert proxied.requests == []


def test_a_netrc_does_not_take_the_keys_place(proxied, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    ask("http://model.invalid/v1")
    assert f"\r\nAuthorization: Bearer {KEY}\r\n".encode() in proxied.requests[0]
