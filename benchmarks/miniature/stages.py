"""The stages, from ESC-10 to `predictions.jsonl`: nearly all of them aqagen's own commands."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from aqagen.curation.checks import all_checks
from aqagen.errors import UsageError
from aqagen.store import Store
from aqagen.store.parquet import write_parquet
from benchmarks.miniature.careless import careless_endpoint
from benchmarks.miniature.compose import SCENE_S
from benchmarks.miniature.dataset import Split, read_split, write_dataset
from benchmarks.miniature.plan import ARMS, MEAN_OF, SETTINGS, Arm, Form
from benchmarks.miniature.recordings import RATE_HZ
from benchmarks.miniature.steps import Steps, locked, whole
from trainer.examples import read_mixture

__all__ = ["Bench"]

_NOISE_FILE = "noise.wav"
_MAX_TOKENS = "16"


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the whole: where ESC-10 is, where everything goes, how large it is."""

    esc10: Path
    out: Path
    form: Form
    split: Split

    @property
    def data(self) -> Path:
        """The scenes, as the datasets have them."""
        return self.out / "data"

    @property
    def _lock(self) -> Path:
        """What a process holds that uses one of the stores that all seeds share."""
        return self.out / ".lock"

    def store(self, name: str) -> Path:
        """Return a store's place."""
        return self.out / "stores" / f"{name}.duckdb"

    def mixture(self, name: str, seed: int) -> Path:
        """Return a mixture's place."""
        return self.out / "mixtures" / f"{name}-{seed}.parquet"

    def run_folder(self, name: str, seed: int) -> Path:
        """Return the place of a training run."""
        return self.out / "runs" / f"{name}-{seed}"

    def evaluation(self, name: str, seed: int) -> Path:
        """Return the place of an evaluation."""
        return self.out / "evaluations" / f"{name}-{seed}"

    # --- what all seeds share ---

    def prepare(self) -> None:
        """Make the data, the stores and the proof that the folds are apart.

        Raises:
            SourceError: ESC-10 cannot be used.
            UsageError: the folder holds scenes of another split.
            StoppedError: a command failed.
        """
        with locked(self._lock):
            steps = Steps(self.out)
            steps.do(
                "scenes", self.data / "scenes.jsonl", "compose scenes",
                lambda: write_dataset(self.esc10, self.data, self.form.sizes, self.split),
            )  # fmt: skip
            self._refuse_another_split()
            self._write_settings()
            steps.do("blind set", self.data / "dcase2025-blind", "put noise in the scenes' place",
                     self._write_blind)  # fmt: skip
            self._curate(steps)
            self._check_split(steps, "ledger")
            self._check_split(steps, "ledger-spoiled")

    def _refuse_another_split(self) -> None:
        there = read_split(self.data)
        if there != self.split:
            raise UsageError(
                f"{self.out} holds scenes that are tested on fold {there.test_fold}, expected fold "
                f"{self.split.test_fold}. Name another folder with --out."
            )

    def _write_settings(self) -> None:
        steps = {"warm": self.form.warm_steps, "grpo": self.form.grpo_steps}
        for name, settings in SETTINGS.items():
            lines = [f"steps = {steps[name]}", f"save_every_steps = {steps[name]}"]
            lines += [f"{key} = {value}" for key, value in settings.items()]
            path = self.out / f"{name}.toml"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _write_blind(self) -> None:
        """Write the test part's questions over one noise, and that noise."""
        root = self.data / "dcase2025-blind"
        part = root.with_name(".blind")
        shutil.rmtree(part, ignore_errors=True)
        sounds = part / "local_audio_path" / "dev"
        sounds.mkdir(parents=True)
        noise = np.random.default_rng(0).normal(0, 0.05, round(SCENE_S * RATE_HZ))
        soundfile.write(self.out / _NOISE_FILE, noise, RATE_HZ, subtype="PCM_16")
        real = self.data / "dcase2025"
        shutil.copytree(real / "dcase_2025_question_path" / "dev",
                        part / "dcase_2025_question_path" / "dev")  # fmt: skip
        for path in (real / "local_audio_path" / "dev").iterdir():
            (sounds / path.name).symlink_to((self.out / _NOISE_FILE).resolve())
        part.rename(root)

    def _curate(self, steps: Steps) -> None:
        """Generate, import, validate: once as they are, once with bad items among them."""
        scenes, asked = self.data / "tacos", self.data / "dcase2025"
        captions = ("generate", "tacos", "--data", str(scenes), "--split", "development")
        sounds = str(asked / "local_audio_path" / "train")
        questions = ("import", "dcase2025", "--split", "train", "--audio", sounds)
        making = self.out / "making"
        if not self.store("curated").exists():
            store = ("--store", str(self._fresh(making, "curated")))
            steps.run("generate", None, *captions, "--offline", *store)
            steps.run("import", None, *questions, "--data", str(asked), *store)
            steps.run("validate", None, "validate", *store)
            self._keep(making, "curated")
        if not self.store("noisy").exists():
            store = ("--store", str(self._fresh(making, "validated")))
            with careless_endpoint(scenes) as url:
                steps.run("generate", None, *captions, "--endpoint", url, "--model", "careless",
                          *store)  # fmt: skip
            noisy = str(self.data / "dcase2025-noisy")
            steps.run("import", None, *questions, "--data", noisy, *store)
            steps.run("validate", None, "validate", *store)
            shutil.copy(making / "validated.duckdb", self._fresh(making, "noisy"))
            policy = making / "let-all-pass.toml"
            reasons = [reason.code for check in all_checks().values() for reason in check.reasons]
            lines = ["[reasons]", *(f'"{code}" = "ignore"' for code in reasons)]
            policy.write_text("\n".join(lines) + "\n", encoding="utf-8")
            steps.run("validate", None, "validate", "--policy", str(policy),
                      "--store", str(making / "noisy.duckdb"))  # fmt: skip
            self._keep(making, "validated")
            self._keep(making, "noisy")

    @staticmethod
    def _fresh(folder: Path, name: str) -> Path:
        """Return a store's place while it is made; one that was left half made is thrown away."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.duckdb"
        for left in folder.glob(f"{name}.duckdb*"):
            left.unlink()
        return path

    def _keep(self, folder: Path, name: str) -> None:
        self.store(name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.duckdb").rename(self.store(name))

    def _check_split(self, steps: Steps, name: str) -> None:
        """Ask the product's own check whether a recording is on both sides."""
        found = self.out / f"{name}.json"
        if found.exists():
            return
        store = self._fresh(self.out / "making", name)
        for split in ("train", "test"):
            steps.run(
                "contamination", None, "import", "jsonl", "--data", str(self.data / name),
                "--audio", str(self.data / "recordings"), "--split", split, "--store", str(store),
            )  # fmt: skip
        steps.run("contamination", None, "validate", "--check", "contaminated-clip",
                  "--store", str(store))  # fmt: skip
        with Store.open(store, must_exist=True) as opened:
            both = opened.fetch(
                "SELECT c.file_name, d.detail->>'same' FROM dropped_items d JOIN clips c "
                "USING (clip_id) WHERE d.reason = 'contaminated-clip' ORDER BY 1"
            )
            sides = opened.fetch("SELECT split, count(*) FROM clips GROUP BY 1 ORDER BY 1")
        report = {"recordings": dict(sides), "contaminated": [list(row) for row in both]}
        with whole(found) as path:
            path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")

    # --- what one seed has ---

    def begin(self, seed: int) -> Path:
        """Make a seed's encoder and warm start, and test them; return the warm start."""
        curated, hears = self._mix(ARMS["curated"], seed), self.mix_single(seed)
        encoder = self.run_folder("encoder", seed)
        Steps(self.out).do(
            "encoder", encoder, f"aqagen tiny {hears} --seed {seed} (more steps)",
            lambda: self._make_encoder(hears, encoder, seed),
        )  # fmt: skip
        warm = self._train("warm", "warm", encoder, curated, seed)
        self._test("warm", warm, seed)
        return warm

    def mix_single(self, seed: int) -> Path:
        """Mix the captions' items about scenes of one sound, for the encoder; return the place."""
        captions, hears = self.mixture("captions", seed), self.mixture("hears", seed)

        def keep_single() -> None:
            with (self.data / "scenes.jsonl").open(encoding="utf-8") as lines:
                scenes = [json.loads(line) for line in lines]
            single = {scene["scene"] for scene in scenes if len(scene["events"]) == 1}
            rows = [row.model_dump() for row in read_mixture(captions)]
            with whole(hears) as path:
                write_parquet([row for row in rows if Path(row["audio_path"]).name in single], path)

        with locked(self._lock):
            steps = Steps(self.out)
            steps.run("mix", captions, "mix", "--tacos", "all", "--seed", str(seed),
                      "--store", str(self.store("curated")), "--out", str(captions))  # fmt: skip
            steps.do("mix", hears, f"keep the scenes of one sound of {captions}", keep_single)
        return hears

    def _make_encoder(self, mixture: Path, folder: Path, seed: int) -> None:
        from trainer.tiny import make_tiny  # noqa: PLC0415 - torch reads its settings at import

        make_tiny(mixture, folder, seed=seed, encoder_steps=self.form.encoder_steps)

    def train_arm(self, arm: Arm, seed: int) -> None:
        """Run an arm of a seed: mix, GRPO, test; with its controls."""
        warm = self.run_folder("warm", seed) / f"checkpoint-{self.form.warm_steps}"
        mixture = self._filtered(seed) if arm.filtered else self._mix(arm, seed)
        if arm.blind:
            mixture = self._over_noise(mixture, seed)
        model = self._train(arm.name, "grpo", warm, mixture, seed)
        if arm.blind:
            self._test(arm.name, model, seed, data="dcase2025-blind")
            return
        self._test(arm.name, model, seed)
        if arm.name == "curated":
            self._test("silent", model, seed, "--silence")

    def average(self, seed: int) -> None:
        """Average two arms of a seed, which began alike, and test the mean."""
        last = f"checkpoint-{self.form.grpo_steps}"
        models = [self.run_folder(name, seed) / last for name in MEAN_OF]
        if not all(model.exists() for model in models):
            return
        mean = self.run_folder("mean", seed)
        Steps(self.out).run("average", mean, "average", *map(str, models), "--out", str(mean))
        self._test("mean", mean, seed)

    def _mix(self, arm: Arm, seed: int) -> Path:
        n_captions = round(self.form.mixture * arm.captions)
        sizes = ("--tacos", str(n_captions), "--dcase", str(self.form.mixture - n_captions))
        name = "curated" if arm.blind else arm.name
        path = self.mixture(name, seed)
        with locked(self._lock):
            Steps(self.out).run(
                "mix", path, "mix", *sizes, "--seed", str(seed),
                "--store", str(self.store(arm.store)), "--out", str(path),
            )  # fmt: skip
        return path

    def _over_noise(self, mixture: Path, seed: int) -> Path:
        path = self.mixture("blind", seed)
        noise = str((self.out / _NOISE_FILE).resolve())

        def write() -> None:
            rows = [row.model_dump() | {"audio_path": noise} for row in read_mixture(mixture)]
            with whole(path) as part:
                write_parquet(rows, part)

        Steps(self.out).do("mix", path, "put noise in the place of every clip", write)
        return path

    def _filtered(self, seed: int) -> Path:
        """Mix those of the curated arm's items that its model solves at times.

        Raises:
            UsageError: the curated arm was not run.
        """
        from benchmarks.miniature.difficulty import probe_difficulty  # noqa: PLC0415 - torch

        store, path = self.store(f"probed-{seed}"), self.mixture("filtered", seed)
        model = self.run_folder("curated", seed) / f"checkpoint-{self.form.grpo_steps}"

        if not model.exists():
            raise UsageError(f"{model} is missing: run the arm curated before the arm filtered.")

        def probe() -> None:
            part = self._fresh(self.out / "making", store.stem)
            shutil.copy(self.store("curated"), part)
            probe_difficulty(part, self.mixture("curated", seed), model, self.form.trials, seed)
            part.rename(store)

        steps = Steps(self.out)
        steps.do("probe", store, f"probe the difficulty with {model}", probe)
        steps.run("mix", path, "mix", "--tacos", "all", "--dcase", "all", "--where", "trainable",
                  "--seed", str(seed), "--store", str(store), "--out", str(path))  # fmt: skip
        return path

    def _train(self, name: str, settings: str, model: Path, mixture: Path, seed: int) -> Path:
        run = self.run_folder(name, seed)
        n_steps = {"warm": self.form.warm_steps, "grpo": self.form.grpo_steps}[settings]
        last = run / f"checkpoint-{n_steps}"
        Steps(self.out).run(
            "warm start" if settings == "warm" else "grpo", last,
            "train", str(mixture), "--model", str(model), "--config",
            str(self.out / f"{settings}.toml"), "--out", str(run), "--seed", str(seed),
        )  # fmt: skip
        return last

    def _test(self, name: str, model: Path, seed: int, *more: str, data: str = "dcase2025") -> None:
        out = self.evaluation(name, seed)
        Steps(self.out).run(
            "evaluate", out / "scores.json", "evaluate", "dcase2025", "--data",
            str(self.data / data), "--split", "dev", "--model", str(model), "--max-tokens",
            _MAX_TOKENS, "--batch-size", "64", "--out", str(out), *more,
        )  # fmt: skip
