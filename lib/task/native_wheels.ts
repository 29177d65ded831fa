import type { NativeVariant } from "../engine/native_setup.ts";

/** A wheel on PyPI, pinned. */
export interface Wheel {
  /** Name of the package. */
  readonly name: string;
  /** Exact version. */
  readonly version: string;
  /** SHA-256 of the wheel, in hexadecimal digits. */
  readonly sha256: string;
}

/** The version of libtensorflow that the wheels hold. */
export const TENSORFLOW_VERSION = "2.20.0";

/** The wheels for CPython 3.12; which Python installs them does not matter. */
const PYTHON = "3.12";

/** The build without CUDA, for each architecture. */
const CPU: Record<typeof Deno.build.arch, Wheel> = {
  "x86_64": {
    name: "tensorflow-cpu",
    version: TENSORFLOW_VERSION,
    sha256: "c7a9224185818094ed95c4e114d3efe77241db35fbf0b75251fb2bf6222dd6a7",
  },
  aarch64: { // has no CUDA on this architecture
    name: "tensorflow",
    version: TENSORFLOW_VERSION,
    sha256: "2bfbfb3dd0e22bffc45fe1e922390d27753e99261fab8a882e802cf98a0e078f",
  },
};

/** `tensorflow[and-cuda]`: the build with CUDA, and the libraries that it loads. */
const GPU: readonly Wheel[] = [
  {
    name: "tensorflow",
    version: TENSORFLOW_VERSION,
    sha256: "25265b0bc527e0d54b1e9cc60c44a24f44a809fe27666b905f0466471f9c52ec",
  },
  {
    name: "nvidia-cublas-cu12",
    version: "12.9.3.13",
    sha256: "d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72",
  },
  {
    name: "nvidia-cuda-cupti-cu12",
    version: "12.9.79",
    sha256: "096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f",
  },
  {
    name: "nvidia-cuda-nvcc-cu12",
    version: "12.9.86",
    sha256: "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0",
  },
  {
    name: "nvidia-cuda-nvrtc-cu12",
    version: "12.9.86",
    sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
  },
  {
    name: "nvidia-cuda-runtime-cu12",
    version: "12.9.79",
    sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
  },
  {
    name: "nvidia-cudnn-cu12",
    version: "9.28.0.42",
    sha256: "9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375",
  },
  {
    name: "nvidia-cufft-cu12",
    version: "11.4.1.4",
    sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
  },
  {
    name: "nvidia-curand-cu12",
    version: "10.3.10.19",
    sha256: "49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e",
  },
  {
    name: "nvidia-cusolver-cu12",
    version: "11.7.5.82",
    sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
  },
  {
    name: "nvidia-cusparse-cu12",
    version: "12.5.10.65",
    sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
  },
  {
    name: "nvidia-nccl-cu12",
    version: "2.32.3",
    sha256: "bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c",
  },
  {
    name: "nvidia-nvjitlink-cu12",
    version: "12.9.86",
    sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
  },
];

/**
 * The wheels that a variant of native TensorFlow is made of.
 *
 * @param variant The build of libtensorflow.
 * @param arch The machine's architecture; `"gpu"` is for x86_64 alone.
 * @returns The wheels, libtensorflow's own first.
 */
export function nativeWheels(
  variant: NativeVariant,
  arch: typeof Deno.build.arch = Deno.build.arch,
): readonly Wheel[] {
  return variant === "gpu" ? GPU : [CPU[arch]];
}

/**
 * The text of a requirements file that lets pip and uv check each wheel's hash.
 *
 * @param wheels The wheels to install.
 * @returns One line for each wheel.
 */
export function requirements(wheels: readonly Wheel[]): string {
  return wheels
    .map(({ name, version, sha256 }) =>
      `${name}==${version} --hash=sha256:${sha256}\n`
    ).join("");
}

/**
 * The arguments that make pip or uv choose the pinned wheels, whatever Python is there.
 *
 * @param installer The tool.
 * @param arch The machine's architecture.
 * @returns Arguments for any of its verbs that look for wheels.
 */
export function wheelArguments(
  installer: "pip" | "uv",
  arch: typeof Deno.build.arch = Deno.build.arch,
): string[] {
  const common = ["--python-version", PYTHON, "--only-binary", ":all:"];
  if (installer === "uv") {
    return [...common, "--python-platform", `${arch}-manylinux_2_28`];
  }
  const glibc = ["2_28", "2_27", "2_25", "2_17", "2_12"];
  return [
    ...common,
    ...glibc.flatMap((
      version,
    ) => ["--platform", `manylinux_${version}_${arch}`]),
  ];
}
