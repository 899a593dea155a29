import numpy as np
from implicit.cpu import als

def AlternatingLeastSquares(
    factors: int = 100,
    regularization: float = 0.01,
    alpha: float = 1.0,
    dtype: type[np.float32 | np.float64] = ...,
    use_native: bool = True,
    use_cg: bool = True,
    use_gpu: bool = False,
    iterations: int = 15,
    calculate_training_loss: bool = False,
    num_threads: int = 0,
    random_state: int | np.random.RandomState | None = None,
) -> als.AlternatingLeastSquares: ...
