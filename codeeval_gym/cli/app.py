"""The subcommands, one module each. A module that needs torch is loaded when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from codeeval_gym._version import __version__
from codeeval_gym.cli.challenges import challenges_app

__all__ = ["app"]

app = typer.Typer(
    name="codeeval-gym",
    help="Programs are run in a real sandbox, judged honestly, and made better.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(challenges_app)

Policy = Annotated[str, typer.Option(help="builtin:tiny, a local folder, or a hub id.")]
Challenges = Annotated[
    str, typer.Option(help="builtin, humaneval:PATH, or a JSONL file of challenges.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same programs.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that come before a subcommand."""


@app.command()
def doctor(
    sandbox: Annotated[str, typer.Option(help="The backend: nsjail, podman …")] = "nsjail",
    python: Annotated[
        str | None, typer.Option(help="X.Y or path of the Python that programs run on.")
    ] = None,
    mode: Annotated[
        str | None, typer.Option(help="fast (the backend's choice without this) or strict.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Prove, on this machine, that limits bite, walls hold, and every language runs."""
    from codeeval_gym.cli.doctor import DoctorRequest, run_doctor

    request = DoctorRequest(backend=sandbox, python=python, mode=mode)
    raise typer.Exit(run_doctor(request, as_json=json))


Text = str | None
Trained = Annotated[
    Text, typer.Option(help="builtin:tiny (without this), a local folder, or a hub id.")
]
On = Annotated[Text, typer.Option(help="builtin (without this), humaneval:PATH, or a JSONL file.")]
Split = Annotated[Text, typer.Option(help="Split of the challenges; train without this.")]
Algorithm = Annotated[Text, typer.Option(help="The trainer: ppo (without this), dqn …")]
Env = Annotated[Text, typer.Option(help="Environment id; CodeEval-Python-v0 without this.")]
Reward = Annotated[Text, typer.Option(help="Reward: default, only:tests, a YAML …")]
Sampler = Annotated[
    Text, typer.Option(help="Which challenge comes next: uniform, tiers, learnability …")
]
Backend = Annotated[Text, typer.Option(help="The sandbox's backend: nsjail, podman …")]
Settings = Annotated[Path | None, typer.Option(help="YAML with the trainer's settings.")]
Setting = Annotated[
    list[str] | None,
    typer.Option("--set", help="FIELD=VALUE, a setting; may be given several times."),
]
Episodes = Annotated[int | None, typer.Option(help="Stop after so many episodes.")]
Seconds = Annotated[float | None, typer.Option(help="Stop after so many seconds.")]
Folder = Annotated[Path | None, typer.Option(help="Where the run is written.")]
Resume = Annotated[
    Path | None, typer.Option(help="A run folder or checkpoint to go on from, as it was begun.")
]
SameSeed = Annotated[int | None, typer.Option(help="The same seed gives the same run.")]
LaunchConfig = Annotated[
    Text, typer.Option(help="Print the path of a file for accelerate launch: ddp, fsdp2 …")
]


@app.command()
def train(
    policy: Trained = None,
    challenges: On = None,
    split: Split = None,
    algorithm: Algorithm = None,
    env: Env = None,
    reward: Reward = None,
    sampler: Sampler = None,
    sandbox: Backend = None,
    config: Settings = None,
    settings: Setting = None,
    episodes: Episodes = None,
    seconds: Seconds = None,
    run_folder: Folder = None,
    resume: Resume = None,
    seed: SameSeed = None,
    launch_config: LaunchConfig = None,
) -> None:
    """Train a policy against the sandbox."""
    from codeeval_gym.cli.train import TrainRequest, print_launch_config, run_train

    if launch_config is not None:
        print_launch_config(launch_config)
        return
    request = TrainRequest(
        policy=policy,
        challenges=challenges,
        split=split,
        algorithm=algorithm,
        env=env,
        reward=reward,
        sampler=sampler,
        sandbox=sandbox,
        config=config,
        settings=settings or (),
        episodes=episodes,
        seconds=seconds,
        run_folder=run_folder,
        resume=resume,
        seed=seed,
    )
    run_train(request)


@app.command()
def evaluate(
    policy: Policy = "builtin:tiny",
    challenges: Challenges = "builtin",
    split: Annotated[str, typer.Option(help="Split of the challenges.")] = "test",
    samples: Annotated[int, typer.Option(help="Programs for each challenge.")] = 1,
    temperature: Annotated[float, typer.Option(help="0 takes the likeliest token.")] = 1.0,
    max_new_tokens: Annotated[int, typer.Option(help="Budget of a program.")] = 128,
    limit: Annotated[int | None, typer.Option(help="Only the first so many challenges.")] = None,
    records: Annotated[
        Path | None, typer.Option(help="Write every evaluation to this JSONL file.")
    ] = None,
    k: Annotated[str, typer.Option(help="Each k of pass@k, with commas between.")] = "1",
    language: Annotated[
        str | None, typer.Option(help="The programs' language, if a challenge has several.")
    ] = None,
    programs: Annotated[
        Path | None,
        typer.Option(help="Judge this file's programs, not a policy's: task_id and completion."),
    ] = None,
    packages: Annotated[
        Path | None, typer.Option(help="Allow-list (YAML) of packages that challenges require.")
    ] = None,
    seed: Seed = 0,
    json: AsJson = False,
) -> None:
    """Let a policy write programs, or read them; judge them; print pass@k with intervals."""
    from codeeval_gym.cli.evaluate import EvaluateRequest, run_evaluate

    request = EvaluateRequest(
        policy=policy,
        challenges=challenges,
        split=split,
        samples=samples,
        temperature=temperature,
        max_new_tokens=max_new_tokens,
        limit=limit,
        records=records,
        seed=seed,
        ks=k,
        language=language,
        programs=programs,
        packages=packages,
    )
    run_evaluate(request, as_json=json)


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What the program should do; - reads it.")],
    policy: Policy = "builtin:tiny",
    samples: Annotated[int, typer.Option(help="How many programs.")] = 1,
    temperature: Annotated[float, typer.Option(help="0 takes the likeliest token.")] = 0.0,
    max_new_tokens: Annotated[int, typer.Option(help="Budget of a program.")] = 128,
    seed: Seed = 0,
) -> None:
    """Write programs for a prompt. They are printed, not run."""
    from codeeval_gym.cli.generate import run_generate

    run_generate(
        prompt,
        policy=policy,
        samples=samples,
        temperature=temperature,
        max_new_tokens=max_new_tokens,
        seed=seed,
    )


Records = Annotated[
    Path, typer.Argument(help="A JSONL file of evaluations, a run's folder, or a folder of them.")
]


@app.command()
def rescore(
    records: Records,
    reward: Annotated[
        list[str] | None, typer.Option(help="As --reward of train; may be given several times.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write what each program earns to this JSONL file.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Say what stored programs earn by other rewards. Nothing is executed."""
    from codeeval_gym.cli.rescore import run_rescore

    run_rescore(records, reward or ["default"], out=out, as_json=json)


@app.command()
def ablate(
    records: Records,
    reward: Annotated[str, typer.Option(help="The whole reward.")] = "default",
    json: AsJson = False,
) -> None:
    """Say what stored programs earn by a reward without each of its terms in turn."""
    from codeeval_gym.cli.rescore import run_ablate

    run_ablate(records, reward, as_json=json)
