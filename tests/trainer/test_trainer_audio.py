import numpy as np
import pytest
import soundfile

from aqagen.errors import TrainError
from trainer.audio import check_audio, load_audio


def tone(rate_hz: int, seconds: float = 1.0, hz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hz * np.arange(int(rate_hz * seconds)) / rate_hz)


@pytest.mark.parametrize("container", ["MP3", "FLAC", "OGG", "WAV"])
def test_the_content_counts_and_not_the_name(tmp_path, container):
    path = tmp_path / "really.wav"
    with path.open("wb") as file:
        soundfile.write(file, tone(16000), 16000, format=container)
    wave = load_audio(path, 16000)
    assert wave.dtype == np.float32
    assert 16000 <= len(wave) < 18000  # MP3 pads
    assert np.abs(np.fft.rfft(wave[:16000])).argmax() == 440


def test_channels_are_averaged(tmp_path):
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([np.full(1600, 0.5), np.full(1600, -0.1)], axis=1), 16000,
                    subtype="FLOAT")  # fmt: skip
    assert load_audio(path, 16000) == pytest.approx(0.2)


def test_resampling_keeps_the_sound_and_its_length(tmp_path):
    path = tmp_path / "cd.wav"
    soundfile.write(path, tone(44100), 44100, subtype="FLOAT")
    wave = load_audio(path, 16000)
    assert len(wave) == 16000
    assert np.abs(wave[1000:-1000] - tone(16000)[1000:-1000]).max() < 1e-3


def test_only_the_beginning_is_kept_on_request(tmp_path):
    path = tmp_path / "long.wav"
    soundfile.write(path, tone(8000, 3.0), 8000)
    assert len(load_audio(path, 16000, max_s=1.5)) == 24000


@pytest.fixture
def folder(tmp_path):
    soundfile.write(tmp_path / "short.wav", tone(16000, 0.5), 16000)
    soundfile.write(tmp_path / "long.wav", tone(16000, 2.0), 16000)
    soundfile.write(tmp_path / "click.wav", tone(16000, 0.01), 16000)
    (tmp_path / "text.wav").write_text("no sound", encoding="utf-8")
    (tmp_path / "empty.wav").touch()
    return tmp_path


def test_every_miss_is_named_at_once(folder):
    names = ("short", "long", "click", "text", "empty", "gone", "gone")
    with pytest.raises(TrainError) as caught:
        check_audio((str(folder / f"{n}.wav") for n in names), max_s=10)
    message = str(caught.value)
    assert message.startswith("4 of 6 sound files cannot be used")
    for name in ("click", "text", "empty", "gone"):
        assert f"{name}.wav" in message
    assert "short.wav" not in message


def test_long_files_are_an_error_that_names_them(folder):
    paths = [str(folder / "short.wav"), str(folder / "long.wav")]
    with pytest.raises(TrainError, match=r"(?s)1 sound files are longer.*long\.wav \(2\.0 s\)"):
        check_audio(paths, max_s=1)
    check = check_audio(paths, max_s=1, long_audio="crop")
    assert check.too_long == (paths[1],)
    assert check.durations_s == {paths[0]: 0.5, paths[1]: 2.0}


@pytest.mark.parametrize("name", ["gone", "text", "click", "."])
def test_a_file_that_cannot_be_heard_is_an_error(folder, name):
    with pytest.raises(TrainError, match=name):
        load_audio(folder / f"{name}.wav" if name != "." else folder, 16000)


def test_samples_that_are_no_numbers_are_an_error(tmp_path):
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.full(1600, np.nan), 16000, subtype="FLOAT")
    with pytest.raises(TrainError, match="not numbers"):
        load_audio(path, 16000)
