"""The offline endpoint over real HTTP: what it writes, what it speaks, how it misbehaves."""

import asyncio
import json
import random
import re
import signal
import subprocess
import sys
import time
from email.utils import parsedate_to_datetime

import aiohttp
import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.answers import normalise
from aqagen.errors import EndpointError, UsageError
from aqagen.generation.offline import FINGERPRINT
from aqagen.generation.offline.__main__ import main
from aqagen.generation.offline.chat import find_metadata, item_text
from aqagen.generation.offline.faults import RATES, Faults
from aqagen.generation.offline.pool import BUILT_IN, MetadataError
from aqagen.generation.offline.server import OfflineEndpoint, running_offline
from aqagen.generation.offline.words import content_words, number_of
from aqagen.generation.offline.writer import Writer

EXAMPLE = """
## Output Format
```json
[
  {
    "question": "Question text",
    "options": {"A": "Option A text", "B": "b", "C": "c", "D": "d"},
    "answer": "A|B|C|D"
  }
]
```
Now, generate a QA pair."""

TACOS = {
    "caption": "A small dog barks twice.",
    "keywords": "dog, animal",
    "superclass": "Animals",
    "subclass": "Dog",
    "description": 'My "dog" {barks}\n<b>loud</b> ```json {"a": 1} ``` — with rain behind',
}
CLOTHO = {
    "question": "How many times does the bell ring ?",
    "answer": "two",
    "keywords": ["bell", "church"],
    "file_name": "Church_BellRings 2.wav",
}


def prompt_for(metadata, indent=2):
    shown = json.dumps(metadata, ensure_ascii=False, indent=indent)
    return f"Make a pair {{carefully}}.\n\n## Audio Metadata\n\n{shown}\n{EXAMPLE}"


def body_for(metadata, **rest):
    message = {"role": "user", "content": prompt_for(metadata)}
    return {"model": "m", "messages": [message], **rest}


def ask(endpoint, metadata=TACOS, headers=None, timeout_s=20.0, **rest):
    url = f"{endpoint.base_url}/chat/completions"
    body = body_for(metadata, **rest)
    return httpx.post(url, json=body, headers=headers, timeout=timeout_s)


def item_of(reply):
    text = reply.json()["choices"][0]["message"]["content"]
    fenced = re.fullmatch(r"```json\n(.*)\n```", text, re.DOTALL)
    return json.loads(fenced.group(1))[0] if fenced else json.loads(text)


def right_of(item):
    return item["options"][item["answer"]]


@pytest.fixture(scope="module")
def plain():
    with running_offline() as endpoint:
        yield endpoint


# --- the protocol -------------------------------------------------------------------------


def test_the_official_client_gets_a_fenced_list(plain):
    with openai.OpenAI(base_url=plain.base_url, api_key="k-1", max_retries=0) as client:
        reply = client.chat.completions.create(
            model="some/model", messages=[{"role": "user", "content": prompt_for(TACOS)}]
        )
    assert reply.model == "some/model"
    assert reply.system_fingerprint == FINGERPRINT == "aqagen-offline"
    assert reply.choices[0].finish_reason == "stop"
    assert reply.choices[0].message.role == "assistant"
    text = reply.choices[0].message.content
    assert text.startswith("```json\n[\n")
    assert text.endswith("\n]\n```")
    assert reply.usage.prompt_tokens == -(-len(prompt_for(TACOS)) // 4)
    assert reply.usage.completion_tokens == -(-len(text) // 4)
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens
    seen = plain.requests[-1]
    assert seen.headers["authorization"] == "Bearer k-1"
    assert seen.body["model"] == "some/model"
    assert seen.prompt == prompt_for(TACOS)


def test_the_official_client_lists_models_and_gets_typed_errors(plain):
    with openai.OpenAI(base_url=plain.base_url, api_key="k", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["offline"]
        with pytest.raises(openai.BadRequestError, match="no metadata"):
            client.chat.completions.create(
                model="m", messages=[{"role": "user", "content": "Tell me a joke." + EXAMPLE}]
            )


@pytest.mark.parametrize("kind", ["json_object", "json_schema"])
def test_a_response_format_gets_a_bare_object(plain, kind):
    reply = ask(plain, response_format={"type": kind})
    item = json.loads(reply.json()["choices"][0]["message"]["content"])
    assert list(item) == ["question", "options", "answer"]
    assert list(item["options"]) == ["A", "B", "C", "D"]
    assert right_of(item) == "A small dog barks twice"


def test_content_in_parts_is_read_and_only_the_last_user_message_counts(plain):
    body = body_for(TACOS)
    parts = [{"type": "text", "text": "Metadata:"}, {"type": "text", "text": prompt_for(CLOTHO)}]
    body["messages"] += [
        {"role": "assistant", "content": "no"},
        {"role": "user", "content": parts},
    ]
    reply = httpx.post(f"{plain.base_url}/chat/completions", json=body)
    assert item_of(reply)["question"] == CLOTHO["question"]


def test_n_gives_choices_and_a_token_limit_cuts(plain):
    reply = ask(plain, n=3, max_tokens=10).json()
    assert [choice["index"] for choice in reply["choices"]] == [0, 1, 2]
    assert {choice["finish_reason"] for choice in reply["choices"]} == {"length"}
    assert len(reply["choices"][0]["message"]["content"]) == 40


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "could not parse"),
        (b"[]", "JSON object"),
        (b'{"messages": []}', "model"),
        (b'{"model": "m", "messages": []}', "messages"),
        (b'{"model": "m", "messages": [{}], "stream": true}', "stream"),
        (b'{"model": "m", "messages": [{"role": "system", "content": "x"}]}', "no metadata"),
        (b"[" * 100_000, "could not parse"),
    ],
)
def test_a_bad_request_is_refused_with_a_message(plain, body, words):
    reply = httpx.post(f"{plain.base_url}/chat/completions", content=body)
    assert reply.status_code == 400
    assert words in reply.json()["error"]["message"]
    assert reply.json()["error"]["type"] == "invalid_request_error"


def test_an_unknown_path_is_404_in_the_protocols_form(plain):
    reply = httpx.get(f"{plain.base_url}/embeddings")
    assert reply.status_code == 404
    assert "/v1/embeddings" in reply.json()["error"]["message"]


def test_it_counts_requests_and_prompts():
    with running_offline() as endpoint:
        ask(endpoint, TACOS)
        ask(endpoint, TACOS)
        ask(endpoint, CLOTHO)
        assert endpoint.n_requests == len(endpoint.requests) == 3
        assert endpoint.count_of(prompt_for(TACOS)) == 2
        assert endpoint.count_of("never asked") == 0
        assert max(endpoint.prompt_counts.values()) == 2
        assert endpoint.statuses == {200: 3}
        assert endpoint.in_flight == 0


def test_only_the_latest_requests_are_kept_when_asked():
    with running_offline(keep_requests=0) as endpoint:
        ask(endpoint)
        assert (endpoint.n_requests, len(endpoint.requests), len(endpoint.prompt_counts)) == (
            1,
            0,
            0,
        )


def test_it_listens_on_the_loopback_only(plain, monkeypatch):
    asked = []
    real = __import__("socket").create_server

    def spy(address, **rest):
        asked.append(address[0])
        return real(address, **rest)

    monkeypatch.setattr("aqagen.generation.offline.server.socket.create_server", spy)
    with running_offline() as endpoint:
        assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert asked == ["127.0.0.1"]


def test_a_taken_port_is_a_clear_error(plain):
    port = httpx.URL(plain.base_url).port
    with (
        pytest.raises(EndpointError, match=f"port {port} .* cannot be used"),
        running_offline(port=port),
    ):
        pytest.fail("started on a port that is taken")


async def _ask_inside() -> dict:
    async with OfflineEndpoint() as endpoint, aiohttp.ClientSession() as session:
        url = f"{endpoint.base_url}/chat/completions"
        async with session.post(url, json=body_for(CLOTHO)) as reply:
            return await reply.json()


def test_it_runs_inside_an_event_loop():
    assert asyncio.run(_ask_inside())["system_fingerprint"] == "aqagen-offline"


# --- the metadata in the prompt -------------------------------------------------------------

json_text = st.text(max_size=60)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | json_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_text, inner, max_size=3),
    max_leaves=5,
)
spoken = json_text.filter(lambda text: text.strip())
tacos_rows = st.fixed_dictionaries(
    {"caption": spoken, "keywords": json_text, "superclass": json_text},
    optional={"subclass": json_text, "description": json_values},
)
clotho_rows = st.fixed_dictionaries(
    {"question": spoken, "answer": spoken, "keywords": st.lists(json_text, max_size=3)},
    optional={"file_name": json_text, "extra": json_values},
)


@given(metadata=tacos_rows | clotho_rows, indent=st.sampled_from([None, 2, 4]), bare=st.booleans())
def test_any_metadata_is_found_again_and_makes_an_item(metadata, indent, bare):
    found = find_metadata(prompt_for(metadata, indent))
    assert found == metadata
    item = Writer().prime([TACOS, CLOTHO]).write(found)
    text = item_text(item, bare=bare)
    read = json.loads(text if bare else text.removeprefix("```json\n").removesuffix("```"))
    read = read if bare else read[0]
    options = list(read["options"].values())
    assert tuple(options) == item.options
    assert len({normalise(option) for option in options}) == 4
    said = "caption" if "caption" in metadata else "answer"
    wanted = normalise(metadata[said])
    if said == "answer":
        assert read["question"] == metadata["question"]
        assert all(len(option.split()) > 1 for option in options)
    if set(wanted) - {" "}:
        assert wanted in normalise(right_of(read)).casefold()


def test_metadata_inside_other_json_and_among_braces_is_found():
    prompt = (
        'Use {placeholders}, {"a": [1, {}]} and {{x}}: ' + json.dumps({"row": CLOTHO}) + EXAMPLE
    )
    assert find_metadata(prompt) == CLOTHO


@pytest.mark.parametrize("prompt", ["", "{", EXAMPLE, '{"question": "q"}', '{"a":' * 5000])
def test_a_prompt_without_metadata_is_refused(prompt):
    with pytest.raises(MetadataError, match="no metadata"):
        find_metadata(prompt)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"caption": "  "}, "caption is empty"),
        ({"caption": None}, "caption is NoneType, expected text"),
        ({"question": "Is it?", "answer": ""}, "answer is empty"),
        ({"question": ["x"], "answer": "yes"}, "question is list, expected text"),
        ({"title": "x"}, "neither a caption nor"),
    ],
)
def test_unusable_metadata_says_what_is_missing(metadata, words):
    with pytest.raises(MetadataError, match=words):
        Writer().write(metadata)


# --- the items ------------------------------------------------------------------------------

_SOUNDS = [
    *("dog barks", "rain falls", "bell rings", "train passes", "man speaks", "violin plays"),
    *("saw cuts wood", "kettle whistles", "crowd applauds", "cat purrs", "car honks"),
    *("bird sings", "wave rolls", "phone rings", "horse gallops", "engine idles"),
    *("wind howls", "glass shatters", "frog croaks", "drum beats"),
]
_STOPS = {"a", "the", "and", "while", "in", "background", "sound", "of"}


def captions(n=300, seed=1):
    chance = random.Random(seed)
    rows = []
    for number in range(n):
        first, second = chance.sample(_SOUNDS, 2)
        rows.append(
            {
                "caption": chance.choice([f"A {first}.", f"A {first} while a {second}."]),
                "keywords": ", ".join(second.split()),
                "superclass": "s",
                "subclass": "s",
                "description": f"take {number}: {first}",
            }
        )
    return rows


def plain_words(text):
    return {word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower())} - _STOPS


def test_wrong_options_share_no_content_word_with_the_clip():
    rows = captions()
    writer = Writer(seed=3).prime(rows)
    for row in rows:
        item = writer.write(row)
        said = plain_words(" ".join(row.values()))
        assert item.options[item.answer_index] == row["caption"].removesuffix(".")
        for place, option in enumerate(item.options):
            if place != item.answer_index:
                assert not plain_words(option) & said, (row, item)


def test_wrong_options_come_from_the_pool():
    rows = captions()
    known = {row["caption"].removesuffix(".") for row in rows}
    writer = Writer().prime(rows)
    assert {option for row in rows for option in writer.write(row).options} <= known


def test_another_caption_of_the_same_clip_is_never_a_wrong_option():
    about = {"keywords": "street", "description": "one clip"}
    rows = [{"caption": sound, **about} for sound in ("Dogs bark", "A violin plays", "A kettle")]
    others = [{"caption": f"A {sound}", "keywords": "", "description": sound} for sound in _SOUNDS]
    for seed in range(30):
        writer = Writer(seed).prime(rows + others)
        for row in rows:
            item = writer.write(row)
            wrong = set(item.options) - {row["caption"]}
            assert not any(re.search("(?i)dog|violin|kettle", option) for option in wrong)


def test_items_of_a_primed_writer_do_not_depend_on_order():
    rows = captions(80)
    shuffled = random.Random(0).sample(rows, len(rows))
    one, other = Writer(7).prime(rows), Writer(7).prime(shuffled)
    asked_later = {json.dumps(row): other.write(row) for row in shuffled}
    assert [one.write(row) for row in rows] == [asked_later[json.dumps(row)] for row in rows]
    assert [one.write(row) for row in rows] != [Writer(8).prime(rows).write(row) for row in rows]


def test_an_unprimed_writer_starts_from_plain_sounds_and_learns():
    writer = Writer()
    first = writer.write(TACOS)
    built_in = {candidate.text for candidate in BUILT_IN["caption"]}
    assert set(first.options) - {"A small dog barks twice"} <= built_in
    learnt = {row["caption"].removesuffix(".") for row in captions(50)}
    for row in captions(50):
        writer.write(row)
    assert set(writer.write(TACOS).options) - {"A small dog barks twice"} <= learnt


def test_the_right_options_place_and_the_questions_vary():
    rows = captions()
    writer = Writer().prime(rows)
    items = [writer.write(row) for row in rows]
    places = [sum(item.answer_index == place for item in items) for place in range(4)]
    assert min(places) > len(items) / 8
    questions = {item.question for item in items}
    assert len(questions) >= 4
    forbidden = r"(?i)caption|descri|quality|microphone|record|place|location|used for"
    assert not any(re.search(forbidden, question) for question in questions)


@pytest.mark.parametrize(
    ("caption", "right"),
    [
        ("Thunder.", "The sound of thunder"),
        ("TV", "The sound of TV"),
        ("Rain  falls\n softly..", "Rain falls softly"),
        ("White noise", "White noise"),
    ],
)
def test_a_caption_becomes_an_option(caption, right):
    item = Writer().write({"caption": caption})
    assert item.options[item.answer_index] == right


def clotho(question, answer, **rest):
    return {"question": question, "answer": answer, "keywords": [], "file_name": "x.wav", **rest}


@pytest.mark.parametrize("answer", ["yes", "no", "Yes.", "NO"])
@pytest.mark.parametrize("question", ["Is it raining?", " are there any dogs ?", "Does it stop"])
def test_yes_and_no_keep_their_polarity(question, answer):
    for seed in range(8):
        item = Writer(seed).write(clotho(question, answer))
        assert item.question == question
        starts = [option.split()[0] for option in item.options]
        assert sorted(starts) == ["It", "It", "No,", "Yes,"]
        assert starts[item.answer_index].rstrip(",") == answer.strip(".").capitalize()
        assert all(len(option.split()) > 1 for option in item.options)


def test_there_is_is_answered_in_full():
    item = Writer().write(clotho("Are there any dogs barking?", "no"))
    assert item.options[item.answer_index] == "No, there are no dogs barking"
    assert "Yes, there are dogs barking" in item.options


@pytest.mark.parametrize("answer", ["two", "2", "2times", "twice", "twentyone", "zero", "none"])
def test_numbers_stand_among_other_numbers(answer):
    pool = [clotho(f"How many {n}?", n) for n in ("two", "2", "twice", "once", "21", "nine", "40")]
    for seed in range(10):
        item = Writer(seed).prime(pool).write(clotho("How many times does it beep?", answer))
        said = [option.removeprefix("The answer is ") for option in item.options]
        assert said[item.answer_index] == answer
        values = [number_of(text) for text in said]
        assert None not in values
        assert len(set(values)) == 4


def test_many_is_never_beside_a_number_it_could_mean():
    item = Writer().write(clotho("How many birds are there?", "many"))
    said = {option.removeprefix("The answer is ") for option in item.options}
    assert said == {"many", "zero", "one", "two"}


def test_wrong_answers_are_not_in_keywords_file_name_or_question():
    words = ["dogs", "train", "piano", "hammer", "rain", "violin", "helicopter"]
    words += ["scissors", "frog", "whistle", "zip"]
    pool = [clotho(f"What is sound {n}?", word) for n, word in enumerate(words)]
    row = clotho(
        "What is heard over the train?",
        "dog",
        keywords=["piano-music", "Hammering"],
        file_name="RainAndViolins_helicopter.wav",
    )
    for seed in range(20):
        item = Writer(seed).prime(pool).write(row)
        assert item.options[item.answer_index] == "The answer is dog"
        text = " ".join(item.options).lower()
        assert text.count("dog") == 1
        assert not re.search("train|piano|hammer|rain|violin|helicopter", text)


@pytest.mark.parametrize(
    ("left", "right"),
    [("dogs", "Dog"), ("barking", "barks"), ("churches", "church"), ("rain", "water"),
     ("berries", "berry"), ("dripping", "drips"), ("buzzer", "buzzing")],
)  # fmt: skip
def test_related_words_share_a_mark(left, right):
    assert content_words(left) & content_words(right)


@pytest.mark.parametrize(("left", "right"), [("rain", "dog"), ("bell", "violin"), ("the", "a")])
def test_unrelated_words_share_none(left, right):
    assert not content_words(left) & content_words(right)


def test_the_writer_is_fast_enough_for_47_thousand_captions():
    rows = captions(3000)
    writer = Writer().prime(rows)
    began = time.perf_counter()
    for row in rows:
        writer.write(row)
    # Measured at some 7,000 items/s; a scan of the whole pool would make it fewer than 500.
    assert len(rows) / (time.perf_counter() - began) > 1000


# --- the faults -----------------------------------------------------------------------------


def test_a_status_comes_with_retry_after_in_seconds_and_as_a_date():
    faults = Faults(statuses={429: 1.0}, retry_after_s=2.0)
    with running_offline(faults=faults) as endpoint:
        reply = ask(endpoint)
        assert (reply.status_code, reply.headers["retry-after"]) == (429, "2")
        assert "error" in reply.json()
        endpoint.faults = Faults(statuses={503: 1.0}, retry_after_s=2.0, retry_after_date=True)
        reply = ask(endpoint)
        assert reply.status_code == 503
        wait_s = parsedate_to_datetime(reply.headers["retry-after"]).timestamp() - time.time()
        assert 0.5 < wait_s <= 3.0
        endpoint.faults = Faults(statuses={500: 1.0}, retry_after_s=2.0)
        assert "retry-after" not in ask(endpoint).headers


def test_the_first_requests_fail_and_then_it_recovers():
    with running_offline(faults=Faults(fail_first=2, fail_first_status=502)) as endpoint:
        assert [ask(endpoint).status_code for _ in range(3)] == [502, 502, 200]
        assert [request.fault for request in endpoint.requests] == ["502", "502", None]


def test_faults_strike_by_seed_and_arrival():
    faults = Faults(seed=5, statuses={429: 0.2, 500: 0.1}, broken_json=0.3)
    plan = [faults.kind_at(arrival) for arrival in range(2000)]
    assert plan == [faults.kind_at(arrival) for arrival in range(2000)]
    for kind, rate in (("429", 0.2), ("500", 0.1), ("broken_json", 0.3), (None, 0.4)):
        assert abs(plan.count(kind) / 2000 - rate) < 0.05
    assert plan != [Faults(seed=6, statuses={429: 0.5}).kind_at(n) for n in range(2000)]
    with running_offline(faults=faults) as endpoint:
        statuses = [ask(endpoint).status_code for _ in range(12)]
    assert statuses == [int(kind) if kind in {"429", "500"} else 200 for kind in plan[:12]]


def test_a_hanging_request_does_not_answer_nor_keep_its_place():
    with running_offline(faults=Faults(hang=1.0)) as endpoint:
        with pytest.raises(httpx.ReadTimeout):
            ask(endpoint, timeout_s=0.3)
        deadline = time.monotonic() + 5
        while endpoint.in_flight and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (endpoint.in_flight, endpoint.max_in_flight) == (0, 1)


def test_a_reset_breaks_the_body_off():
    with running_offline(faults=Faults(reset=1.0)) as endpoint:
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            ask(endpoint)
        assert endpoint.n_requests == 1


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("broken_json", "stop"), ("length", "length"), ("content_filter", "content_filter")],
)
def test_text_that_stops_short(kind, reason):
    with running_offline(faults=Faults(**{kind: 1.0})) as endpoint:
        choice = ask(endpoint, response_format={"type": "json_object"}).json()["choices"][0]
    assert choice["finish_reason"] == reason
    text = choice["message"]["content"]
    assert bool(text) == (kind != "content_filter")
    with pytest.raises(ValueError, match="line 1"):
        json.loads(text)


def test_replies_that_are_not_what_they_should_be():
    with running_offline() as endpoint:
        endpoint.faults = Faults(empty_choices=1.0)
        assert ask(endpoint).json()["choices"] == []
        endpoint.faults = Faults(not_json=1.0)
        reply = ask(endpoint)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html")
        assert reply.text.startswith("<html>")
        endpoint.faults = Faults(wrong_content_type=1.0)
        reply = ask(endpoint)
        assert reply.headers["content-type"].startswith("text/plain")
        assert right_of(item_of(reply)) == "A small dog barks twice"
        endpoint.faults = Faults(no_usage=1.0)
        assert "usage" not in ask(endpoint).json()
        endpoint.faults = Faults(partial_usage=1.0)
        usage = ask(endpoint).json()["usage"]
        assert usage["prompt_tokens"] is None
        assert "completion_tokens" not in usage


def test_every_fault_by_chance_has_a_rate():
    for name in RATES:
        assert Faults(**{name: 1.0}).kind_at(0) == name


def test_fields_are_rejected_as_openai_words_it():
    faults = Faults(reject_fields=("chat_template_kwargs", "top_k"), no_json_schema=True)
    with running_offline(faults=faults) as endpoint:
        reply = ask(endpoint, top_k=20, chat_template_kwargs={})
        assert reply.status_code == 400
        error = reply.json()["error"]
        assert error["message"] == "Unrecognized request argument supplied: top_k"
        assert error["param"] == "top_k"
        assert ask(endpoint, response_format={"type": "json_schema"}).status_code == 400
        assert ask(endpoint, response_format={"type": "json_object"}).status_code == 200


def test_a_key_is_asked_for_and_never_shown():
    faults = Faults(api_key="sk-right")
    assert "sk-right" not in repr(faults)
    with running_offline(faults=faults) as endpoint:
        assert ask(endpoint).status_code == 401
        wrong = ask(endpoint, headers={"Authorization": "Bearer sk-wrong"})
        assert wrong.status_code == 401
        assert "sk-" not in wrong.text
        assert httpx.get(f"{endpoint.base_url}/models").status_code == 401
        good = {"Authorization": "Bearer sk-right"}
        assert ask(endpoint, headers=good).status_code == 200
        assert httpx.get(f"{endpoint.base_url}/models", headers=good).status_code == 200


def test_an_unknown_model_is_404():
    with running_offline(faults=Faults(known_models=("qwen",))) as endpoint:
        reply = ask(endpoint)
        assert reply.status_code == 404
        assert reply.json()["error"]["code"] == "model_not_found"
        assert httpx.get(f"{endpoint.base_url}/models").json()["data"][0]["id"] == "qwen"


async def _at_once(endpoint, n):
    async with aiohttp.ClientSession() as session:

        async def one():
            url = f"{endpoint.base_url}/chat/completions"
            async with session.post(url, json=body_for(TACOS)) as reply:
                await reply.read()
                return reply.status

        return await asyncio.gather(*(one() for _ in range(n)))


def test_more_than_the_capacity_is_refused():
    faults = Faults(capacity=3, delay_ms=300)
    with running_offline(faults=faults) as endpoint:
        statuses = asyncio.run(_at_once(endpoint, 8))
        assert (statuses.count(200), statuses.count(429)) == (3, 5)
        assert endpoint.statuses == {200: 3, 429: 5}
        assert ask(endpoint).status_code == 200


def test_delays_pass_side_by_side():
    faults = Faults(delay_ms=200, jitter_ms=100)
    delays_s = [faults.delay_s_at(arrival) for arrival in range(50)]
    assert 0.2 <= min(delays_s) < 0.22
    assert 0.28 < max(delays_s) <= 0.3
    with running_offline(faults=faults) as endpoint:
        began = time.perf_counter()
        assert asyncio.run(_at_once(endpoint, 20)) == [200] * 20
        assert 0.2 <= time.perf_counter() - began < 2.0
        assert endpoint.max_in_flight == 20


@pytest.mark.parametrize(
    "bad", [{"hang": 1.5}, {"hang": 0.6, "reset": 0.6}, {"statuses": {200: 0.1}}, {"delay_ms": -1}]
)
def test_impossible_faults_are_refused(bad):
    with pytest.raises(UsageError, match="fault"):
        Faults(**bad)


# --- as a program ---------------------------------------------------------------------------


def test_as_a_program_it_prints_its_url_serves_and_ends_on_ctrl_c(tmp_path):
    primed = tmp_path / "rows.jsonl"
    rows = [{"caption": f"A {sound}", "keywords": "k"} for sound in _SOUNDS]
    primed.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, "-m", "aqagen.generation.offline", "--prime", str(primed)]
    command += ["--status", "500=0.25", "--reject-field", "top_k", "--fault-seed", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        base_url = run.stdout.readline().strip()
        try:
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", base_url)
            url = f"{base_url}/chat/completions"
            faults = Faults(seed=2, statuses={500: 0.25})
            for arrival in range(6):
                reply = httpx.post(url, json=body_for(TACOS))
                assert reply.status_code == int(faults.kind_at(arrival) or 200)
            assert httpx.post(url, json=body_for(TACOS, top_k=1)).status_code == 400
        finally:
            run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=10)
    assert (run.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--status", "often"], "expected CODE=RATE"),
        (["--hang", "2"], "expected 0 to 1"),
        (["--prime", "no-such-file"], "cannot be read"),
        (["--api-key-env", "AQAGEN_NO_SUCH_KEY"], "not set"),
    ],
)
def test_wrong_usage_is_one_message_and_exit_code_2(arguments, words, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
