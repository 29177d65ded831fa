import { assert, assertEquals } from "@std/assert";
import { describeBackend } from "../../lib/engine/describe_backend.ts";
import {
  NATIVE_FOLDER,
  readNativeSetup,
} from "../../lib/engine/native_setup.ts";
import { tf } from "../../lib/engine/tf.ts";
import { requestAdapter } from "../../lib/engine/webgpu_backend.ts";
import { testOnBackends } from "../support/backends.ts";
import { canReadEnvironment } from "../support/permissions.ts";

const versions = { deno: Deno.version.deno, tfjs: tf.version.tfjs };

testOnBackends("describeBackend() says what computes", async (name) => {
  const description = describeBackend();
  if (name === "native") {
    const { variant, tensorflow } = readNativeSetup(NATIVE_FOLDER)!;
    assertEquals(description.versions, { ...versions, tensorflow });
    if (variant === "gpu") return; // it may be on either
    assertEquals(description.device, "CPU");
    const told = canReadEnvironment
      ? Number(Deno.env.get("TF_NUM_INTRAOP_THREADS"))
      : NaN;
    const threads = told >= 1 ? told : navigator.hardwareConcurrency;
    assertEquals(description.threads, threads);
  } else if (name === "webgpu") {
    const device = (await requestAdapter())!.info.description;
    assert(device.length > 0);
    assertEquals(description, { name, device, threads: undefined, versions });
  } else {
    assertEquals(description, { name, device: "CPU", threads: 1, versions });
  }
});
