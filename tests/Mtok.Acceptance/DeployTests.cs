using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace Mtok.Acceptance;

/// <summary>What people run mtok serve with: each file starts it with options that it has, as a user without rights.</summary>
public sealed partial class DeployTests
{
    private static readonly Lazy<HashSet<string>> ServeOptions = new(() =>
        [.. Option().Matches(MtokProcess.Run(MtokProcess.Root, ["serve", "--help"]).Out).Select(match => match.Value)]);

    public static TheoryData<string, string> CommandLines =>
    [
        ("Dockerfile", string.Join(' ', Command("CMD"))),
        ("mtok.service", Line("mtok.service", "ExecStart=")),
        ("mtok.service", Line("mtok.service", "# Further options, such as MTOK_OPTIONS=")),
        ("nginx.conf", Line("nginx.conf", "# /etc/nginx/conf.d/mtok.conf: TLS in front of ")),
        ("Caddyfile", Line("Caddyfile", "# mtok serve ")),
        .. Containers().Select(container => ("kubernetes.yaml", string.Join(' ', container.List("args").Select(argument => argument.ToString())))),
    ];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Mtok_is_started_with_options_that_it_has(string file, string line)
    {
        var named = Option().Matches(line).Select(match => match.Value).ToHashSet();
        Assert.True(named.Count > 0, $"{file}: {line}");
        Assert.Subset(ServeOptions.Value, named);
    }

    [Fact]
    public void The_image_has_the_runtime_of_the_projects_and_is_given_what_they_are_built_from()
    {
        var framework = XDocument.Load(Path.Combine(MtokProcess.Root, "Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        var bases = Regex.Matches(DeployFiles.Read("Dockerfile"), @"^FROM \S*/dotnet/(?:sdk|aspnet):(\S+)", RegexOptions.Multiline);
        Assert.Equal(2, bases.Count);
        Assert.All(bases, image => Assert.Equal(framework, "net" + image.Groups[1].Value));
        var given = DeployFiles.Read("Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        Assert.All(given, name => Assert.NotEmpty(Directory.GetFileSystemEntries(MtokProcess.Root, name)));
        var needed = Directory.EnumerateFiles(Path.Combine(MtokProcess.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\.\./\.\./([^"";]+)").Select(match => match.Groups[1].Value));
        Assert.All(needed, path => Assert.Contains(given, name => path == name || path.StartsWith(name + "/", StringComparison.Ordinal)));
        Assert.All(Directory.GetFiles(MtokProcess.Root, "*.props"), file => Assert.StartsWith("Directory.", Path.GetFileName(file), StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_does_not_run_as_root() => Assert.Contains("\nUSER $APP_UID\n", DeployFiles.Read("Dockerfile"), StringComparison.Ordinal);

    [Fact]
    public void Systemd_accepts_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/dotnet"), "the unit starts /usr/bin/dotnet, which is not here");
        var run = DeployFiles.Tool("systemd-analyze", DeployFiles.Folder, "verify", "mtok.service");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("mtok.service:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Containers_run_this_version_without_rights_and_one_alone_writes_the_ledger()
    {
        var containers = Containers();
        var version = XDocument.Load(Path.Combine(MtokProcess.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.All(containers, container =>
        {
            Assert.Equal($"mtok:{version}", container.Text("image"));
            Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal("/healthz", container.Text("livenessProbe", "httpGet", "path"));
            Assert.Equal("/readyz", container.Text("readinessProbe", "httpGet", "path"));
            var isView = container.List("args").Any(argument => argument.ToString() == "--read-only");
            Assert.Equal(isView, container.List("volumeMounts").Single(mount => mount.Text("name") == "ledger").Text("readOnly") == "true");
        });
        var writer = Assert.Single(Kubernetes("Deployment"), deployment => deployment.Text("spec", "strategy", "type") == "Recreate");
        Assert.Equal("1", writer.Text("spec", "replicas"));
        Assert.DoesNotContain("--read-only", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_service_finds_pods_with_its_ports()
    {
        var pods = Kubernetes("Deployment").Select(deployment => deployment.At("spec", "template")!).ToList();
        Assert.All(Kubernetes("Deployment"), deployment =>
            Assert.Equal(deployment.At("spec", "selector", "matchLabels"), deployment.At("spec", "template", "metadata", "labels")));
        Assert.All(Kubernetes("Service"), service =>
        {
            var pod = Assert.Single(pods, pod => pod.At("metadata", "labels")!.Equals(service.At("spec", "selector")));
            var ports = pod.List("spec", "containers").Single().List("ports").Select(port => port.Text("name")).ToHashSet();
            Assert.Subset(ports, service.List("spec", "ports").Select(port => port.Text("targetPort")).ToHashSet());
        });
    }

    [Fact]
    public void The_page_on_deployment_names_every_file()
    {
        var page = File.ReadAllText(Path.Combine(MtokProcess.Root, "docs", "deploy.md"));
        Assert.All(
            Directory.EnumerateFiles(DeployFiles.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(DeployFiles.Folder, file)),
            file => Assert.Contains(Path.GetFileName(file), page, StringComparison.Ordinal));
    }

    private static IEnumerable<YamlNode> Kubernetes(string kind) => DeployFiles.Yaml("kubernetes.yaml").Where(document => document.Text("kind") == kind);

    private static IReadOnlyList<YamlNode> Containers() =>
        [.. Kubernetes("Deployment").SelectMany(deployment => deployment.List("spec", "template", "spec", "containers"))];

    private static string[] Command(string keyword) => JsonSerializer.Deserialize<string[]>(Line("Dockerfile", $"{keyword} "))!;

    private static string Line(string file, string start) =>
        Assert.Single(DeployFiles.Read(file).Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();
}
