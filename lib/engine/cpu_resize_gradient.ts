import { byPicture } from "./by_picture.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// Lets the cpu backend give tf.image.resizeNearestNeighbor, hence tf.layers.upSampling2d,
// a gradient of each picture of a batch. Its own kernel finds the larger pictures by the
// size of the smaller ones, so that all but the first get slopes that belong to others.
replaceKernel(
  tf.ResizeNearestNeighborGrad,
  "cpu",
  (original) => byPicture(original, "images"),
);

// Lets it call the gradient of tf.image.resizeBilinear by the shape of the pictures. Its own
// kernel takes their width for the height, which throws where these differ.
replaceKernel(tf.ResizeBilinearGrad, "cpu", (original) => (call) => {
  const { dataId, dtype } = original(call) as tf.TensorInfo;
  const { shape } = call.inputs.images as tf.TensorInfo;
  return { dataId, shape, dtype };
});
