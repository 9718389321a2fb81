using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace Ponder.Training.Native;

/// <summary>Lets TorchSharp load on Linux systems whose C++ library is older than the one it was built with.</summary>
/// <remarks>
/// <para>
/// TorchSharp's native library asks libstdc++ for version GLIBCXX_3.4.32 (GCC 13; Debian 12 has GCC 12). It uses nothing
/// of it: the one symbol of that version is a marker that no relocation refers to. When the ordinary load has failed, a
/// copy in which that one need is weak is loaded instead. No installed file is changed.
/// </para>
/// <para>
/// Happens by itself before the first use of any type of this assembly. A program that uses TorchSharp before that calls
/// <see cref="Prepare"/> first.
/// </para>
/// </remarks>
public static class TorchLibrary
{
    private const string LibraryName = "LibTorchSharp";
    private const string NeededVersion = "GLIBCXX_3.4.32";

    /// <summary>Makes this assembly's module initialiser run, which does the work. Cheap; may be called often.</summary>
    public static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(TorchLibrary).Module.ModuleHandle);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Must come before TorchSharp's own static constructor.")]
    internal static void Subscribe()
    {
        bool concerned = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        if (concerned && AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) is { } context)
            context.ResolvingUnmanagedDll += (_, name) => name == LibraryName ? LoadWeakened() : 0;
    }

    private static nint LoadWeakened()
    {
        if (SearchFolders().Select(folder => Path.Combine(folder, $"lib{LibraryName}.so")).FirstOrDefault(File.Exists) is not { } path)
            return 0; // TorchSharp's own message says what is missing.
        byte[] image = File.ReadAllBytes(path);
        return ElfVersionNeeds.TryWeaken(image, NeededVersion) ? LoadCopy(image, path) : 0;
    }

    private static nint LoadCopy(byte[] image, string original)
    {
        // The copy's search path is its own folder: what it needs is loaded from the original's folder beforehand.
        string torch = Path.Combine(Path.GetDirectoryName(original)!, "libtorch.so");
        if (File.Exists(torch))
            NativeLibrary.Load(torch);

        var folder = Directory.CreateTempSubdirectory("ponder-"); // readable by this user only
        try
        {
            string copy = Path.Combine(folder.FullName, Path.GetFileName(original));
            File.WriteAllBytes(copy, image);
            return NativeLibrary.Load(copy); // stays mapped when the file is gone
        }
        catch (DllNotFoundException failure)
        {
            throw new DllNotFoundException(
                $"'{original}': neither it nor its copy with a weak need for {NeededVersion} loads. A libstdc++ of GCC 13 or "
                + $"newer makes the copy needless; a folder for temporary files that allows execution (TMPDIR) lets it load. {failure.Message}",
                failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> SearchFolders()
    {
        // Set by the host from deps.json: covers portable, runtime-specific and single-file layouts.
        string? native = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string;
        foreach (string folder in native?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
            yield return folder;
        foreach (string root in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? ""])
        {
            yield return root;
            yield return Path.Combine(root, "runtimes", "linux-x64", "native");
        }
    }
}
