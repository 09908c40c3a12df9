"""What is asked: orders of the options, and what is heard."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from aqagen.answer_prompt import load_answer_prompt
from aqagen.evaluation.asks import plan_asks, shown_order
from aqagen.evaluation.benchmarks import load_benchmark
from tests.evaluation.sets import OPTIONS, write_mmau


@given(n=st.integers(2, 8), seed=st.integers(0, 5))
def test_every_option_stands_once_at_every_place(n, seed):
    orders = [shown_order("item", n, k, seed) for k in range(2 * n)]
    assert orders[0] == tuple(range(n))
    for turns in (orders[:n], orders[n:]):
        for place in range(n):
            assert sorted(order[place] for order in turns) == list(range(n))


def test_the_prompt_is_that_of_training_in_the_order_shown(tmp_path):
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, 2))
    prompt = load_answer_prompt()
    first, second, *_ = plan_asks(benchmark, prompt, 2)
    item = benchmark.items[0]
    assert first.prompt == prompt.render(item.question, OPTIONS)
    assert second.prompt == prompt.render(item.question, (*OPTIONS[1:], OPTIONS[0]))
    assert (first.key, second.key) == ((item.item_id, 0), (item.item_id, 1))


def test_another_clip_is_another_and_there(tmp_path):
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, 6, sounds=True))
    (tmp_path / "test-mini-audios" / "q5.wav").unlink()
    asks = plan_asks(benchmark, load_answer_prompt(), 2, "another-clip")
    places = {item.clip_id: item.audio_path for item in benchmark.items}
    for ask in asks:
        assert ask.heard_clip_id != ask.item.clip_id
        assert ask.audio_path == places[ask.heard_clip_id]
        assert not ask.audio_path.endswith("q5.wav")
    # The same for every order of the options.
    assert set(Counter((ask.item.item_id, ask.audio_path) for ask in asks).values()) == {2}


def test_silence_has_the_length_of_the_clip(tmp_path):
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, 2, sounds=True))
    asks = plan_asks(benchmark, load_answer_prompt(), hears="silence")
    assert all(ask.silence and ask.audio_path == ask.item.audio_path for ask in asks)
