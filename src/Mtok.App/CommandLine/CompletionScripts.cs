namespace Mtok.App;

/// <summary>What makes a shell ask the program how a line may go on.</summary>
internal static class CompletionScripts
{
    /// <summary>The command that shells ask: the words of the line follow it, the last one as far as it is written.</summary>
    public const string Asked = "__complete";

    /// <summary>The scripts by shell.</summary>
    public static IReadOnlyDictionary<string, string> ByShell { get; } = new Dictionary<string, string>
    {
        ["bash"] = $$"""
            # source <(mtok completion bash)
            _mtok() {
                mapfile -t COMPREPLY < <(mtok {{Asked}} "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _mtok mtok
            """,
        ["zsh"] = $$"""
            #compdef mtok
            # source <(mtok completion zsh)
            _mtok() {
                local -a found
                found=("${(@f)$(mtok {{Asked}} "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                if [[ -n ${found[1]} ]]; then compadd -U -a found; else _files; fi
            }
            if (( $+functions[compdef] )); then compdef _mtok mtok; fi
            """,
        ["fish"] = $$"""
            # mtok completion fish | source
            complete -c mtok -a '(mtok {{Asked}} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
            """,
        ["pwsh"] = $$"""
            # mtok completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName mtok -ScriptBlock {
                param($word, $line, $at)
                $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $at } | ForEach-Object { "$_" })
                mtok {{Asked}} @words $(if ($word) { $word } else { '""' }) 2>$null |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };
}
