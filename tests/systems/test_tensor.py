from bilinear_theory import classify
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.systems.matrix import components, dense
from bilinear_theory.systems.tensor import system_of_tensor, tensor


def test_a_system_and_the_system_of_its_tensor_have_the_same_matrices():
    for target, restriction in (("S3", "block-real:2"), ("counter:5", "rotation"), ("S3", "full")):
        verdict = classify(target, restriction)
        assert isinstance(verdict, Realization)
        system = verdict.system
        again = system_of_tensor(system.alphabet, tensor(system), components(system.initial))
        assert [dense(m) for m in again.matrices] == [dense(m) for m in system.matrices]
        word = (*system.alphabet, *system.alphabet[:1])
        assert components(again.run(word)) == components(system.run(word))
