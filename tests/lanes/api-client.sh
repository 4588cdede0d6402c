#!/bin/bash
# A client generated from the API's document by Kiota (a .NET tool) asks mtok serve, and gets what the command line says. Not in CI.
# usage: tests/lanes/api-client.sh
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
home=$PWD
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
port=8621
./mtok serve --help >/dev/null
./mtok serve --listen 127.0.0.1:$port 2>"$work/mtok.log" &
for _ in $(seq 100); do curl -fs -o /dev/null http://127.0.0.1:$port/healthz && break; sleep .1; done
curl -fsS http://127.0.0.1:$port/openapi/v1.json >"$work/api.json"
dotnet tool install --tool-path "$work/tools" Microsoft.OpenApi.Kiota --version 1.38.0 >/dev/null
mkdir "$work/client"
"$work/tools/kiota" generate -l CSharp -c MtokClient -n Generated -d "$work/api.json" -o "$work/client/Generated" --log-level Warning >"$work/kiota.log"
cat >"$work/client/client.csproj" <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Kiota.Abstractions" Version="2.1.6" />
    <PackageReference Include="Microsoft.Kiota.Http.HttpClientLibrary" Version="2.1.6" />
    <PackageReference Include="Microsoft.Kiota.Serialization.Form" Version="2.1.6" />
    <PackageReference Include="Microsoft.Kiota.Serialization.Json" Version="2.1.6" />
    <PackageReference Include="Microsoft.Kiota.Serialization.Multipart" Version="2.1.6" />
    <PackageReference Include="Microsoft.Kiota.Serialization.Text" Version="2.1.6" />
  </ItemGroup>
</Project>
X
cat >"$work/client/Program.cs" <<'C'
using Generated;
using Generated.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;

using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = args[0] };
var mtok = new MtokClient(adapter);
var capacity = await mtok.Api.V1.Capacity.GetAsync(request =>
{
    request.QueryParameters.Model = "llama-3.3-70b";
    request.QueryParameters.Accelerator = "h100-sxm";
    request.QueryParameters.Gpus = 2;
});
Console.WriteLine(await KiotaJsonSerializer.SerializeAsStringAsync(capacity!));
var decided = await mtok.Api.V1.Decide.PostAsync(new WorkloadBody { Workload = File.ReadAllText(args[1]) });
Console.WriteLine(await KiotaJsonSerializer.SerializeAsStringAsync(decided!));
var jobs = await mtok.Api.V1.Jobs.GetAsync();
Console.WriteLine($"{jobs!.Count} jobs");
try
{
    await mtok.Api.V1.Decide.PostAsync(new WorkloadBody { Workload = "nonsense = 1" });
}
catch (ProblemDetails problem)
{
    Console.WriteLine(problem.Title);
}
C
dotnet run --project "$work/client" -- http://127.0.0.1:$port "$home/examples/support-chat.toml" | cut -c1-200
