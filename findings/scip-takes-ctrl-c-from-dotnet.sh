#!/bin/bash
# Ctrl-C on a .NET program whose thread is inside SCIP (Google.OrTools) does not end the program: SCIP installs its own SIGINT
# handler for the time of the search, stops early, and Solve() returns as if a limit had been reached. The program goes on, prints its
# plan as an answer and exits 0. The parameter is misc/catchctrlc, TRUE by default; with
# "misc/catchctrlc = FALSE" the same signal ends the process (128 + 2 for the shell).
# Versions: Google.OrTools 9.15.6755 (SCIP 10.0), .NET SDK 10.0. Source: SCIP's parameter list (misc/catchctrlc).
# Prints what happened in both cases and fails if that changes.
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir solve && cat >solve/solve.csproj <<'P'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Google.OrTools" Version="9.15.6755" />
    <PackageReference Include="Google.Protobuf" Version="3.35.1" />
  </ItemGroup>
</Project>
P
cat >solve/Program.cs <<'C'
using Google.OrTools.LinearSolver;

// A market split: a small program of whole numbers that takes far longer than this script waits.
var solver = Solver.CreateSolver("SCIP");
solver.SetTimeLimit(120_000);
if (args.Length > 0)
{
    solver.SetSolverSpecificParametersAsString(args[0] + "\n");
}

var random = new Random(7);
var pick = solver.MakeBoolVarArray(50);
var objective = solver.Objective();
for (var row = 0; row < 6; row++)
{
    var (over, under) = (solver.MakeNumVar(0, 1e6, ""), solver.MakeNumVar(0, 1e6, ""));
    var weights = pick.Select(_ => random.Next(1, 100)).ToArray();
    var half = weights.Sum() / 2;
    var constraint = solver.MakeConstraint(half, half);
    for (var at = 0; at < pick.Length; at++)
    {
        constraint.SetCoefficient(pick[at], weights[at]);
    }

    constraint.SetCoefficient(over, -1);
    constraint.SetCoefficient(under, 1);
    objective.SetCoefficient(over, 1);
    objective.SetCoefficient(under, 1);
}

objective.SetMinimization();
Console.WriteLine("searching");
var status = solver.Solve();
Console.WriteLine($"the program goes on: {status}");
C
dotnet build solve -v quiet -o built >build.log 2>&1 || { cat build.log; echo "the packages cannot be had"; exit 1; }

# A shell starts background jobs with SIGINT ignored; setsid and a fresh signal disposition give the program a terminal's.
run() {
    python3 - "$@" <<'Y'
import os, signal, subprocess, sys, time
p = subprocess.Popen(["dotnet", "built/solve.dll", *sys.argv[1:]], stdout=subprocess.PIPE, text=True,
                     preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
assert p.stdout.readline().strip() == "searching"
time.sleep(4)
p.send_signal(signal.SIGINT)
out = p.communicate(timeout=60)[0].strip()
print(f"exit {p.returncode}; after the signal it printed: {out or 'nothing'}")
Y
}

default=$(run)
off=$(run "misc/catchctrlc = FALSE")
echo "as it comes:              $default"
echo "misc/catchctrlc = FALSE:  $off"
grep -q '^exit 0; after the signal it printed: the program goes on: FEASIBLE' <<<"$default" || { echo "changed: by default the program no longer goes on"; exit 1; }
grep -q 'printed: nothing' <<<"$off" || { echo "changed: without the handler the program goes on"; exit 1; }
