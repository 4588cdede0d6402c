namespace Mtok.App;

/// <summary>What an option that is on by default says; a flag could not be turned off by a word.</summary>
internal enum OnOff
{
    On,
    Off,
}
