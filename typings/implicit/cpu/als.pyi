# The part of implicit 0.7 that we use: the trainer of factors on the CPU.

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix

class AlternatingLeastSquares:
    user_factors: NDArray[np.float32]
    item_factors: NDArray[np.float32]
    def __init__(
        self,
        factors: int = 100,
        regularization: float = 0.01,
        alpha: float = 1.0,
        dtype: type[np.float32 | np.float64] = ...,
        use_native: bool = True,
        use_cg: bool = True,
        iterations: int = 15,
        calculate_training_loss: bool = False,
        num_threads: int = 0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None: ...
    def fit(
        self,
        user_items: csr_matrix[np.float32] | csr_array[np.float32],
        show_progress: bool = True,
        callback: Callable[[int, float, float | None], object] | None = None,
    ) -> None: ...
    def recommend(
        self,
        userid: int,
        user_items: csr_matrix[np.float64],
        N: int = 10,
        filter_already_liked_items: bool = True,
        recalculate_user: bool = False,
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]: ...
