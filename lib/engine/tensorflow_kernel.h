// Operations of our own in libtensorflow, by its C interface.

#ifndef KRONLAB_TENSORFLOW_KERNEL_H_
#define KRONLAB_TENSORFLOW_KERNEL_H_

#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace kronlab {

struct DeleteStatus {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
using Status = std::unique_ptr<TF_Status, DeleteStatus>;
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;

inline bool fine(const Status& status) {
  return TF_GetCode(status.get()) == TF_OK;
}

/** A new `Values` of an operation's attributes, or null, said to libtensorflow. */
template <typename Values>
Values* attributesOf(
    TF_OpKernelConstruction* context,
    const std::vector<std::pair<const char*, int64_t Values::*>>& attributes) {
  const Status status(TF_NewStatus());
  auto values = std::make_unique<Values>();
  for (const auto& [name, value] : attributes) {
    if (!fine(status)) break;
    TF_OpKernelConstruction_GetAttrInt64(context, name, &(*values.*value),
                                         status.get());
  }
  if (fine(status)) return values.release();
  TF_OpKernelConstruction_Failure(context, status.get());
  return nullptr;
}

/** Lets go of what a kernel was made with. */
template <typename Values>
void destroy(void* values) {
  delete static_cast<Values*>(values);
}

/** Inputs of a kernel, as tensors that are let go with it. */
inline std::vector<Tensor> inputsOf(TF_OpKernelContext* context,
                                    const Status& status) {
  std::vector<Tensor> inputs;
  for (int i = 0; i < TF_NumInputs(context) && fine(status); i++) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, i, &tensor, status.get());
    inputs.emplace_back(tensor);
  }
  return inputs;
}

inline float* floatsOf(const Tensor& tensor) {
  return static_cast<float*>(TF_TensorData(tensor.get()));
}

/** The factors, which stand behind other inputs. */
inline std::vector<const float*> factorsOf(const std::vector<Tensor>& inputs,
                                           size_t first) {
  std::vector<const float*> factors;
  for (size_t i = first; i < inputs.size(); i++) {
    factors.push_back(floatsOf(inputs[i]));
  }
  return factors;
}

/** A new output, of a type of 4 bytes. */
inline Tensor output(TF_OpKernelContext* context, int index,
                     const std::vector<int64_t>& shape, const Status& status,
                     TF_DataType type = TF_FLOAT) {
  int64_t size = 1;
  for (const int64_t axis : shape) size *= axis;
  return Tensor(TF_AllocateOutput(context, index, type, shape.data(),
                                  shape.size(), 4 * size, status.get()));
}

inline std::vector<int64_t> shapeOf(const Tensor& tensor) {
  std::vector<int64_t> shape;
  for (int i = 0; i < TF_NumDims(tensor.get()); i++) {
    shape.push_back(TF_Dim(tensor.get(), i));
  }
  return shape;
}

/** New outputs, each of the shape of one of the inputs. */
inline std::vector<Tensor> outputsLike(TF_OpKernelContext* context,
                                       const std::vector<Tensor>& inputs,
                                       const std::vector<size_t>& which,
                                       const Status& status) {
  std::vector<Tensor> outputs;
  for (const size_t i : which) {
    if (!fine(status)) break;
    outputs.push_back(
        output(context, outputs.size(), shapeOf(inputs[i]), status));
  }
  return outputs;
}

inline void unknownShapes(TF_ShapeInferenceContext* context,
                          TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

/** `Compute`, which says so where it throws, as it does when memory runs out. */
template <void (*Compute)(void*, TF_OpKernelContext*)>
void guarded(void* kernel, TF_OpKernelContext* context) {
  try {
    Compute(kernel, context);
  } catch (const std::exception& error) {
    const Status status(TF_NewStatus());
    TF_SetStatus(status.get(), TF_RESOURCE_EXHAUSTED, error.what());
    TF_OpKernelContext_Failure(context, status.get());
  }
}

/** What an operation is called, takes, gives and is told. */
struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs, attributes;
};

/** What computes it: made once for the same attributes. */
struct Kernel {
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*destroy)(void*);
};

inline void registerOperation(const Operation& operation, const Kernel& kernel) {
  const Status status(TF_NewStatus());
  auto* definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* input : operation.inputs) {
    TF_OpDefinitionBuilderAddInput(definition, input);
  }
  for (const char* output : operation.outputs) {
    TF_OpDefinitionBuilderAddOutput(definition, output);
  }
  for (const char* attribute : operation.attributes) {
    TF_OpDefinitionBuilderAddAttr(definition, attribute);
  }
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, &unknownShapes);
  TF_RegisterOpDefinition(definition, status.get());
  if (!fine(status)) return;
  auto* builder = TF_NewKernelBuilder(operation.name, "CPU", kernel.create,
                                      kernel.compute, kernel.destroy);
  TF_RegisterKernelBuilder(operation.name, builder, status.get());
}

}  // namespace kronlab

#endif
