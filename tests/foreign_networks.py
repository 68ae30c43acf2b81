"""Save small neural networks as their own libraries write them, into tests/data/networks: `KERAS_BACKEND=jax PYTHON tests/foreign_networks.py`."""

from pathlib import Path

import keras
import numpy as np
from safetensors.numpy import save_file

OUT = Path(__file__).parent / "data" / "networks"


class Own(keras.layers.Layer):
    """A layer of its author's own."""

    def call(self, inputs: object) -> object:
        return inputs


def main() -> None:
    """A plain network in both of Keras's forms, one with code in it, one with a class of its own, and bare weights."""
    OUT.mkdir(parents=True, exist_ok=True)
    plain = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(8), keras.layers.Dropout(0.1), keras.layers.Dense(2)])
    plain.save(OUT / "plain.keras")
    plain.save(OUT / "plain.h5")
    keras.Sequential([keras.layers.Input((4,)), keras.layers.Lambda(lambda x: x * 2)]).save(OUT / "lambda.keras")
    keras.Sequential([keras.layers.Input((4,)), Own()]).save(OUT / "own.keras")
    save_file({"w": np.zeros((3, 4), "f4"), "b": np.zeros(4, "f2")}, OUT / "weights.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
